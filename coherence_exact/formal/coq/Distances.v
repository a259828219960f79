(* Total variation between the laws of trajectories, occupancy measures, and moments of the product of weights. *)

From Coq Require Import List Arith Bool ZArith QArith Field Lia.
From Coherence Require Export Folding.
Import ListNotations.
Open Scope nat_scope.
Open Scope bool_scope.
Open Scope K_scope.

Section Parts.
Context {K : ordered_field} {A : Type}.
Add Field K_of_parts : (is_field K).
Implicit Types x y z : K.

Definition positive_part x : K := if 0 <? x then x else 0.

Lemma positive_part_above x : x <= positive_part x.
Proof.
  unfold positive_part. destruct (0 <? x) eqn:e; [apply le_refl|]. unfold less in e.
  now apply negb_false_iff in e.
Qed.

Lemma positive_part_nonnegative x : 0 <= positive_part x.
Proof. unfold positive_part. destruct (0 <? x) eqn:e; [now apply less_true in e | apply le_refl]. Qed.

Lemma positive_part_least x y : 0 <= y -> x <= y -> positive_part x <= y.
Proof. intros. unfold positive_part. now destruct (0 <? x). Qed.

Lemma positive_part_minus x : positive_part x - positive_part (0 - x) = x.
Proof.
  unfold positive_part. destruct (0 <? x) eqn:e.
  - replace (0 <? 0 - x) with false; [ring|]. symmetry. unfold less. apply negb_false_iff.
    apply less_true in e. apply le_minus. replace (0 - (0 - x)) with x by ring. apply e.
  - destruct (0 <? 0 - x) eqn:f; [ring|]. unfold less in e, f. apply negb_false_iff in e, f.
    assert (x = 0); [|subst; ring]. apply le_antisym; [assumption|]. apply le_minus. apply le_minus in f.
    replace (x - 0) with (0 - (0 - x)) by ring. exact f.
Qed.

Lemma positive_part_plus x y : positive_part (x + y) <= positive_part x + positive_part y.
Proof.
  apply positive_part_least.
  - apply nonnegative_plus; apply positive_part_nonnegative.
  - apply le_plus_both; apply positive_part_above.
Qed.

Lemma positive_part_times c x : 0 <= c -> positive_part (c * x) = c * positive_part x.
Proof.
  intro H. unfold positive_part. destruct (equal_or_not c 0) as [->|N].
  - replace (0 * x) with (0 : K) by ring. destruct (0 <? 0), (0 <? x); ring.
  - destruct (0 <? x) eqn:e.
    + rewrite positive_from; [reflexivity | |].
      * apply less_true in e. apply nonnegative_times; tauto.
      * apply times_not_zero; auto. now apply positive_then.
    + replace (0 <? c * x) with false; [ring|]. symmetry. unfold less in *. apply negb_false_iff.
      apply negb_false_iff in e. replace 0 with (c * 0) by ring. now apply le_times.
Qed.

(* Where both have the same total, what one has more is what the other has more. *)
Lemma positive_parts_balance (l : list A) (f g : A -> K) : sum l f = sum l g ->
  sum l (fun a => positive_part (f a - g a)) = sum l (fun a => positive_part (g a - f a)).
Proof.
  intro E.
  assert (D : sum l (fun a => positive_part (f a - g a)) - sum l (fun a => positive_part (g a - f a)) = 0).
  { rewrite <- sum_minus. rewrite (sum_ext _ _ (fun a => f a - g a)).
    - rewrite sum_minus, E. ring.
    - intros a _. etransitivity; [|apply positive_part_minus].
      now replace (g a - f a) with (0 - (f a - g a)) by ring. }
  replace (sum l (fun a => positive_part (f a - g a))) with
    (sum l (fun a => positive_part (f a - g a)) - sum l (fun a => positive_part (g a - f a))
     + sum l (fun a => positive_part (g a - f a))) by ring.
  rewrite D. ring.
Qed.

Lemma absolute_value x : (if 0 <? x then x else 0 - x) = positive_part x + positive_part (0 - x).
Proof.
  replace (positive_part (0 - x)) with (positive_part x - (positive_part x - positive_part (0 - x))) by ring.
  rewrite positive_part_minus. unfold positive_part. destruct (0 <? x); ring.
Qed.

Lemma half_of_twice x : (x + x) / of_rational (2 # 1)%Q = x.
Proof.
  change ((x + x) / ((1 + 1) / 1) = x). field. repeat split; try apply not_one_zero; apply two_not_zero.
Qed.

Lemma minus_swap x y : x - y = 0 - (y - x).
Proof. ring. Qed.

Lemma minus_below x y z : x - y <= z -> 0 - z <= y - x.
Proof.
  intro H. apply le_minus. apply le_minus in H. replace (y - x - (0 - z)) with (z - (x - y)) by ring. exact H.
Qed.
End Parts.

(** * Laws *)

Section Laws.
Context {K : ordered_field} (M : model K).
Hypothesis V : valid M = true.
Add Field K_of_laws : (is_field K).

Notation one_everywhere := (fun _ _ _ => 1 : K).

Lemma value_of_one p : policy M p -> forall n s, point M n s -> soft_v_of M p one_everywhere n s = 1.
Proof. intros P n s H. exact (soft_v_of_ones M V p P n s H). Qed.

Lemma start_sum : sum (all_points M) (fun '(n, s) => start M n s) = 1.
Proof.
  destruct (valid_parts V) as (T & _ & _ & _ & _ & _ & _ & _ & O & _).
  rewrite (sum_points M (start M)).
  assert (L : In (pred (decisions M)) (seq 0 (decisions M))) by (apply in_seq; lia).
  rewrite (sum_one_term (seq 0 (decisions M)) (pred (decisions M))); auto using seq_NoDup.
  - rewrite <- O. apply sum_ext. intros s _. unfold start.
    replace (Nat.eqb (S (pred (decisions M))) (decisions M)) with true; [reflexivity|].
    symmetry. apply Nat.eqb_eq. lia.
  - intros n Hn N. apply sum_of_zero. intros s _. unfold start.
    replace (Nat.eqb (S n) (decisions M)) with false; [reflexivity|]. symmetry. apply Nat.eqb_neq. lia.
Qed.

(* The mean of a product of weights along trajectories. *)
Lemma mean_of_product p w :
  sum (all_trajectories M) (fun '(n, s, a, r) => law M p n s a r * product w n s a r)
  = sum (all_points M) (fun '(n, s) => start M n s * soft_v_of M p w n s).
Proof.
  rewrite sum_trajectories, sum_choices.
  apply sum_ext. intros [n s] _. rewrite soft_v_equation, <- sum_times. apply sum_ext. intros a _.
  rewrite <- sum_from_action, <- sum_times. apply sum_ext. intros r _. unfold law. rewrite product_times. ring.
Qed.

Lemma product_of_ones n s a r : product one_everywhere n s a r = (1 : K).
Proof. revert n s a. induction r as [|[t b] r IH]; intros; cbn; [reflexivity | rewrite IH; ring]. Qed.

Lemma law_sum p : policy M p -> sum (all_trajectories M) (fun '(n, s, a, r) => law M p n s a r) = 1.
Proof.
  intro P. transitivity (sum (all_trajectories M) (fun '(n, s, a, r) => law M p n s a r * product one_everywhere n s a r)).
  - apply sum_ext. intros [[[n s] a] r] _. rewrite product_of_ones. ring.
  - rewrite mean_of_product. etransitivity; [|exact start_sum]. apply sum_ext. intros [n s] H. apply in_points in H.
    rewrite value_of_one by assumption. ring.
Qed.

Lemma chance_nonnegative n : forall s a r, point M n s -> In a (acts M n s) -> In r (rests M n s a) ->
  0 <= chance M n s a r.
Proof.
  induction n as [|n IH]; intros s a r H Ha Hr.
  - destruct Hr as [<-|[]]. apply zero_le_one.
  - cbn [rests] in Hr. apply in_flat_map in Hr. destruct Hr as [t [Ht Hr]]. apply in_flat_map in Hr.
    destruct Hr as [b [Hb Hr]]. apply in_map_iff in Hr. destruct Hr as [r' [<- Hr']].
    cbn [chance pred]. apply nonnegative_times; [now apply (dynamics_nonnegative M V)|].
    apply IH; auto. now apply (step M V n s a).
Qed.

Lemma product_nonnegative x n : nonnegative M x -> forall s a r, point M n s -> In a (acts M n s) -> In r (rests M n s a) ->
  0 <= product x n s a r.
Proof.
  intro N. induction n as [|n IH]; intros s a r H Ha Hr.
  - destruct Hr as [<-|[]]. now apply N.
  - cbn [rests] in Hr. apply in_flat_map in Hr. destruct Hr as [t [Ht Hr]]. apply in_flat_map in Hr.
    destruct Hr as [b [Hb Hr]]. apply in_map_iff in Hr. destruct Hr as [r' [<- Hr']].
    cbn [product pred]. apply nonnegative_times; [now apply N|].
    apply IH; auto. now apply (step M V n s a).
Qed.

Lemma product_at_most_one n : forall s a r, point M n s -> In a (acts M n s) -> In r (rests M n s a) ->
  product (weight M) n s a r <= 1.
Proof.
  destruct (valid_parts V) as (_ & _ & _ & W0 & W1 & _).
  induction n as [|n IH]; intros s a r H Ha Hr.
  - destruct Hr as [<-|[]]. now apply W1.
  - cbn [rests] in Hr. apply in_flat_map in Hr. destruct Hr as [t [Ht Hr]]. apply in_flat_map in Hr.
    destruct Hr as [b [Hb Hr]]. apply in_map_iff in Hr. destruct Hr as [r' [<- Hr']].
    cbn [product pred]. apply le_trans with (weight M (S n) s a * 1).
    + apply le_times; [now apply W0|]. apply IH; auto. now apply (step M V n s a).
    + rewrite times_one. now apply W1.
Qed.

Lemma law_nonnegative p n s a r : policy M p -> In (n, s, a, r) (all_trajectories M) -> 0 <= law M p n s a r.
Proof.
  intros P I. apply in_trajectories in I. destruct I as [H [Ha Hr]]. unfold law.
  apply nonnegative_times; [apply nonnegative_times|].
  - destruct H as [Hn Hs]. unfold start. destruct (Nat.eqb (S n) (decisions M)) eqn:e; [|apply le_refl].
    apply Nat.eqb_eq in e. destruct (valid_parts V) as (_ & _ & _ & _ & _ & _ & _ & I & _).
    apply I. now rewrite <- e.
  - now apply chance_nonnegative.
  - now apply product_nonnegative; [apply P | ..].
Qed.

Notation laws_differ p r := (sum (all_trajectories M) (fun '(n, s, a, rest) => positive_part (law M p n s a rest - law M r n s a rest))).

Lemma variation_is p r : total_variation M p r = laws_differ p r.
Proof. unfold total_variation. apply sum_ext. now intros [[[n s] a] rest] _. Qed.

Lemma on_trajectories (f : nat -> nat -> nat -> list (nat * nat) -> K) :
  (fun x : nat * nat * nat * list (nat * nat) => let '(n, s, a, r) := x in f n s a r)
  = (fun '(n, s, a, r) => f n s a r).
Proof. reflexivity. Qed.

Lemma variation_symmetric p r : policy M p -> policy M r -> total_variation M p r = total_variation M r p.
Proof.
  intros P R. rewrite !variation_is.
  pose proof (positive_parts_balance (all_trajectories M) (fun '(n, s, a, rest) => law M p n s a rest)
    (fun '(n, s, a, rest) => law M r n s a rest)) as B.
  rewrite !law_sum in B by assumption. specialize (B eq_refl).
  etransitivity; [|etransitivity; [exact B|]]; apply sum_ext; now intros [[[n s] a] rest] _.
Qed.

Lemma variation_triangle p q r :
  total_variation M p r <= total_variation M p q + total_variation M q r.
Proof.
  rewrite !variation_is, <- sum_plus. apply sum_le. intros [[[n s] a] rest] _.
  replace (law M p n s a rest - law M r n s a rest)
    with (law M p n s a rest - law M q n s a rest + (law M q n s a rest - law M r n s a rest)) by ring.
  apply positive_part_plus.
Qed.

Lemma success_variation p r : success_probability M p - success_probability M r <= total_variation M p r.
Proof.
  rewrite !success_two_ways, variation_is. unfold success_by_trajectories. rewrite <- sum_minus. apply sum_le.
  intros [[[n s] a] rest] I. apply in_trajectories in I. destruct I as [H [Ha Hr]].
  set (x := law M p n s a rest). set (y := law M r n s a rest). set (w := product (weight M) n s a rest).
  apply le_trans with (w * positive_part (x - y)).
  - replace (x * w - y * w) with (w * (x - y)) by ring. apply le_times; [|apply positive_part_above].
    now apply product_nonnegative; [apply (weight_nonnegative V) | ..].
  - rewrite (product_commutes w). replace (positive_part (x - y)) with (positive_part (x - y) * 1) at 2 by ring.
    apply le_times; [apply positive_part_nonnegative | now apply product_at_most_one].
Qed.
End Laws.

Theorem theorem_two_ways_kl_total_variation : statement_two_ways_kl_total_variation.
Proof.
  intros K M V. apply equals_true. pose proof (prior_is_policy V) as P. pose proof (second_is_policy V) as R.
  pose proof (variation_symmetric M V _ _ P R) as S.
  set (p := prior M) in *. set (r := second_policy M) in *.
  rewrite (sum_ext _ _ (fun '(n, s, a, rest) => positive_part (law M p n s a rest - law M r n s a rest)
    + positive_part (law M r n s a rest - law M p n s a rest))).
  - symmetry. rewrite <- (half_of_twice (total_variation M p r)). f_equal.
    rewrite S at 2. rewrite !variation_is, <- sum_plus. apply sum_ext. now intros [[[n s] a] rest] _.
  - intros [[[n s] a] rest] _. rewrite (minus_swap (law M r n s a rest)). apply absolute_value.
Qed.

Theorem theorem_divergence_as_distance_total_variation : statement_divergence_as_distance_total_variation.
Proof.
  intros K M V. pose proof (prior_is_policy V). pose proof (second_is_policy V). conjuncts.
  - apply equals_true. now apply variation_symmetric.
  - apply variation_triangle.
Qed.

Theorem theorem_compounding_errors_success : statement_compounding_errors_success.
Proof.
  intros K M V. pose proof (prior_is_policy V) as P. pose proof (second_is_policy V) as R. conjuncts.
  - now apply success_variation.
  - rewrite variation_symmetric by assumption. apply minus_below. now apply success_variation.
Qed.

(** * Moments of the product of weights *)

Section Moments.
Context {K : ordered_field} (M : model K).
Hypothesis V : valid M = true.
Add Field K_of_moments : (is_field K).
Notation p := (prior M).

(* The inequality of Cauchy and Schwarz. *)
Lemma cauchy {A} (l : list A) (m x : A -> K) : (forall a, In a l -> 0 <= m a) ->
  sum l (fun a => m a * x a) * sum l (fun a => m a * x a) <= sum l m * sum l (fun a => m a * (x a * x a)).
Proof.
  intro N. set (t := sum l m). set (u := sum l (fun a => m a * x a)).
  assert (T : 0 <= t) by now apply sum_nonnegative.
  destruct (equal_or_not t 0) as [e|e].
  - assert (Z : forall a, In a l -> m a = 0) by now apply sum_zero_each.
    assert (U : u = 0) by (apply sum_of_zero; intros a Ha; rewrite Z by assumption; ring).
    rewrite U, e. match goal with |- 0 * 0 <= 0 * ?y => replace (0 * y) with (0 * 0 : K) by ring end. apply le_refl.
  - assert (S : 0 <= sum l (fun a => m a * ((x a * t - u) * (x a * t - u)))).
    { apply sum_nonnegative. intros a Ha. apply nonnegative_times; [now apply N | apply square_nonnegative]. }
    rewrite (sum_ext _ _ (fun a => t * t * (m a * (x a * x a)) - (1 + 1) * t * u * (m a * x a) + u * u * m a)) in S by (intros; ring).
    rewrite sum_plus, sum_minus, !sum_times in S. fold t u in S.
    apply le_minus. replace (t * sum l (fun a => m a * (x a * x a)) - u * u)
      with ((t * t * sum l (fun a => m a * (x a * x a)) - (1 + 1) * t * u * u + u * u * t) / t) by (field; assumption).
    now apply quotient_nonnegative.
Qed.

Lemma moment_is alpha k : (alpha == count_of k)%Q ->
  moment M p alpha = sum (all_trajectories M) (fun '(n, s, a, r) => law M p n s a r * natural_power (product (weight M) n s a r) k).
Proof.
  intro E. unfold moment. rewrite <- mean_of_product. apply sum_ext. intros [[[n s] a] r] _. f_equal.
  rewrite <- product_power. apply product_ext. intros. now apply power_natural.
Qed.

Lemma moments_are_convex alpha beta gamma k :
  (alpha == count_of k)%Q -> (beta == count_of (S k))%Q -> (gamma == count_of (S (S k)))%Q ->
  power (moment M p beta) 2%Q <= moment M p alpha * moment M p gamma.
Proof.
  intros A B C. pose proof (prior_is_policy V) as P.
  rewrite (moment_is _ _ A), (moment_is _ _ B), (moment_is _ _ C), (power_natural _ 2%Q 2) by reflexivity.
  pose proof (cauchy (all_trajectories M)
    (fun '(n, s, a, r) => law M p n s a r * natural_power (product (weight M) n s a r) k)
    (fun '(n, s, a, r) => product (weight M) n s a r)) as Q.
  cbn [natural_power]. rewrite times_one.
  assert (E : forall (f g : nat -> nat -> nat -> list (nat * nat) -> K),
    (forall n s a r, f n s a r = g n s a r) ->
    sum (all_trajectories M) (fun '(n, s, a, r) => f n s a r) = sum (all_trajectories M) (fun '(n, s, a, r) => g n s a r)).
  { intros f g F. apply sum_ext. intros [[[n s] a] r] _. apply F. }
  rewrite (sum_ext _ (fun '(n, s, a, r) => law M p n s a r * (product (weight M) n s a r * natural_power (product (weight M) n s a r) k))
    (fun j => (let '(n, s, a, r) := j in law M p n s a r * natural_power (product (weight M) n s a r) k)
      * (let '(n, s, a, r) := j in product (weight M) n s a r))).
  2: { intros [[[n s] a] r] _. ring. }
  rewrite (sum_ext _ (fun '(n, s, a, r) => law M p n s a r * (product (weight M) n s a r * (product (weight M) n s a r * natural_power (product (weight M) n s a r) k)))
    (fun j => (let '(n, s, a, r) := j in law M p n s a r * natural_power (product (weight M) n s a r) k)
      * ((let '(n, s, a, r) := j in product (weight M) n s a r) * (let '(n, s, a, r) := j in product (weight M) n s a r)))).
  2: { intros [[[n s] a] r] _. ring. }
  apply Q. intros [[[n s] a] r] J. apply nonnegative_times; [now apply (law_nonnegative M V)|].
  apply natural_power_nonnegative. apply in_trajectories in J. now apply (product_nonnegative M V); [apply (weight_nonnegative V) | ..].
Qed.

Lemma moment_zero : moment M p 0%Q = 1.
Proof.
  rewrite (moment_is 0%Q 0) by reflexivity. rewrite <- (law_sum M V p (prior_is_policy V)). apply sum_ext.
  intros [[[n s] a] r] _. cbn. ring.
Qed.
End Moments.

Theorem theorem_entropic_value_grows_convex : statement_entropic_value_grows_convex.
Proof.
  intros K M V. conjuncts.
  - rewrite <- (moment_zero M V) at 1. now apply (moments_are_convex M V _ _ _ 0).
  - now apply (moments_are_convex M V _ _ _ 1).
  - now apply (moments_are_convex M V _ _ _ 2).
Qed.

(** * Rejection sampling on several successes (Section 5.1, at the end) *)

Section Rejection.
Context {K : ordered_field} (M : model K).
Hypothesis V : valid M = true.
Hypothesis D : deterministic M = true.
Add Field K_of_rejection : (is_field K).

Lemma quotient_of_law (c x w z y : K) : z <> 0 -> z * y = x * w -> 1 * c * x * w / z = 1 * c * y.
Proof.
  intros N E. transitivity (c * (x * w) / z); [field; assumption|]. rewrite <- E. field. assumption.
Qed.

Lemma rejection_is_retraining alpha k : success_probability M (prior M) <> 0 -> single_start M = true ->
  (alpha == count_of (S k))%Q ->
  every (all_trajectories M) (fun '(n, s, a, r) => rejection M (prior M) alpha n s a r
    =? law M (retrain M (prior M) alpha) n s a r) = true.
Proof.
  intros N O E. pose proof (prior_is_policy V) as P.
  destruct (single_start_is K M V O) as (n0 & s0 & H0 & O0 & I & F).
  apply every_trajectory. intros n s a r H Ha Hr. apply equals_true. unfold rejection.
  assert (T : sum (all_trajectories M) (fun '(n, s, a, rest) => law M (prior M) n s a rest * power (product (weight M) n s a rest) alpha)
    = soft_v_of M (prior M) (weights_to M (S k)) n0 s0).
  { rewrite <- (F (soft_v_of M (prior M) (weights_to M (S k)))), <- mean_of_product. apply sum_ext. intros [[[m t] b] q] _.
    f_equal. rewrite (power_natural _ _ _ E), <- product_power. reflexivity. }
  rewrite T, (power_natural _ _ _ E). unfold retrain. rewrite (natural_proper _ _ E), natural_of.
  assert (Z : soft_v_of M (prior M) (weights_to M (S k)) n0 s0 <> 0).
  { intro e. apply N. unfold success_probability. rewrite F. apply (Z_one M V D (prior M) P (S k)) in e; [|assumption | lia].
    rewrite <- e. apply (soft_v_ext M V); auto. intros. unfold weights_to. cbn. ring. }
  unfold law. destruct (equal_or_not (start M n s) 0) as [e|e].
  - rewrite e. transitivity (0 : K); [field; assumption | ring].
  - destruct (I n s H e) as [-> ->]. rewrite O0. apply quotient_of_law; [assumption|].
    pose proof (law_of_k_retrainings K M (S k) n0 s0 a r V D H Ha Hr Z) as L. unfold retrain in L. now rewrite natural_of in L.
Qed.
End Rejection.

Theorem theorem_5_tradeoff_rejection : statement_5_tradeoff_rejection.
Proof.
  intros K M V S D O. apply positive_then in S. conjuncts.
  - now apply (rejection_is_retraining M V D _ 0).
  - now apply (rejection_is_retraining M V D _ 1).
  - now apply (rejection_is_retraining M V D _ 2).
Qed.
