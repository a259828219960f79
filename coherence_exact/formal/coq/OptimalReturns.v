(* Policies that maximise the return, or the probability of success (Section 4, Corollaries 4.14 and 4.15). *)

From Coq Require Import List Arith Bool ZArith QArith Field Lia.
From Coherence Require Export Jensen.
Import ListNotations.
Open Scope nat_scope.
Open Scope bool_scope.
Open Scope K_scope.

(** * Policies of the largest value *)

Section Largest.
Context {K : ordered_field} (M : model K).
Hypothesis V : valid M = true.
Add Field K_of_largest : (is_field K).
Variable p : choices K.
Hypothesis P : policy M p.

(* Where the value is the largest, so is that of every action that is taken, and what follows it. *)
Lemma optimal_actions n s a : point M n s -> soft_v M p n s = optimum M n s -> In a (acts M n s) -> p n s a <> 0 ->
  soft_q M p n s a = optimum M n s.
Proof.
  intros H E Ha N.
  assert (B : forall b, In b (acts M n s) -> 0 <= optimum M n s - soft_q M p n s b).
  { intros b Hb. apply (proj1 (le_minus _ _)). rewrite optimum_is.
    eapply le_trans; [|now apply (max_above (acts M n s) (optimal_q M n s) b)].
    unfold soft_q. rewrite soft_q_ahead. unfold optimal_q. apply le_times; [now apply (weight_nonnegative V)|].
    apply (ahead_le M V); auto. intros m t -> Ht. apply (no_policy_has_more M V); auto. now apply (step M V m s b). }
  assert (Z : sum (acts M n s) (fun b => p n s b * (optimum M n s - soft_q M p n s b)) = 0).
  { rewrite (sum_ext _ _ (fun b => optimum M n s * p n s b - p n s b * soft_q M p n s b)) by (intros; ring).
    rewrite sum_minus, sum_times, <- v_equation, E. destruct P as [_ P1]. rewrite P1 by assumption. ring. }
  assert (T : p n s a * (optimum M n s - soft_q M p n s a) = 0).
  { refine (sum_zero_each _ _ _ Z a Ha). intros b Hb. apply nonnegative_times; [now apply P | auto]. }
  destruct (times_zero _ _ T) as [|z]; [contradiction|].
  replace (optimum M n s) with (optimum M n s - soft_q M p n s a + soft_q M p n s a) by ring. rewrite z. ring.
Qed.

Lemma optimal_ahead n s a t : point M (S n) s -> soft_v M p (S n) s = optimum M (S n) s -> In a (acts M (S n) s) ->
  p (S n) s a <> 0 -> weight M (S n) s a <> 0 -> In t (succ M (S n) s a) -> soft_v M p n t = optimum M n t.
Proof.
  intros H E Ha N W Ht. pose proof (optimal_actions (S n) s a H E Ha N) as Q.
  assert (O : soft_q M p (S n) s a = optimal_q M (S n) s a).
  { apply le_antisym.
    - unfold soft_q. rewrite soft_q_ahead. unfold optimal_q. apply le_times; [now apply (weight_nonnegative V)|].
      apply (ahead_le M V); auto. intros m u e Hu. injection e as <-.
      apply (no_policy_has_more M V); auto. now apply (step M V n s a).
    - rewrite Q, optimum_is. now apply (max_above (acts M (S n) s) (optimal_q M (S n) s)). }
  assert (Z : ahead M (fun m t => optimum M m t - soft_v M p m t) (S n) s a = 0).
  { apply (times_cancel _ _ (weight M (S n) s a)); [assumption|].
    transitivity (optimal_q M (S n) s a - soft_q M p (S n) s a); [|rewrite O; ring].
    unfold optimal_q, soft_q. rewrite soft_q_ahead, !ahead_next, <- !sum_times, <- sum_minus.
    apply sum_ext. intros u _. unfold soft_v. ring. }
  assert (R : optimum M n t - soft_v M p n t = 0).
  { apply (ahead_zero M V (fun m t => optimum M m t - soft_v M p m t) n s a); auto.
    intros u Hu. apply (proj1 (le_minus _ _)), (no_policy_has_more M V); auto. now apply (step M V n s a). }
  replace (optimum M n t) with (optimum M n t - soft_v M p n t + soft_v M p n t) by ring. rewrite R. ring.
Qed.
End Largest.

(** * Deterministic dynamics: the largest return is the logarithm of the largest probability of success *)

Section Optima.
Context {K : ordered_field} {L : Logarithm K} (M : model K).
Hypothesis V : valid M = true.
Hypothesis D : deterministic M = true.
Add Field K_of_optima : (is_field K).
Notation U := (return_to_go M).

Lemma mean_ahead_follows v n s a : point M (S n) s -> In a (acts M (S n) s) ->
  (forall t, point M n t -> low (v n t)) ->
  exists t, point M n t /\ In t (succ M (S n) s a) /\ mean_ahead_extended M v (S n) s a = v n t /\ forall w, ahead M w (S n) s a = w n t.
Proof.
  intros H Ha E. destruct (follows M V D n s a H Ha) as [t [e [Ht [T A]]]].
  exists t. split; [assumption|]. split; [rewrite e; now left|]. split; [|assumption].
  unfold mean_ahead_extended. cbn [last Nat.eqb next]. rewrite e.
  transitivity (extended_sum [t] (fun _ => Finite 1 * v n t)%E).
  { apply extended_sum_ext. intros u [<-|[]]. now rewrite T. }
  apply mean_of_constant; auto.
  - intros. apply zero_le_one.
  - rewrite sum_cons, sum_nil. ring.
Qed.

Lemma return_from_is_log v w n s a : point M n s -> In a (acts M n s) ->
  (forall m t, n = S m -> point M m t -> 0 <= w m t) ->
  (forall m t, n = S m -> point M m t -> In t (succ M n s a) -> v m t = log (Finite (w m t))) ->
  (forall m t, n = S m -> point M m t -> low (v m t)) ->
  return_from M v n s a = log (Finite (weight M n s a * ahead M w n s a)%K).
Proof.
  intros H Ha N E E'. pose proof (weight_nonnegative V n s a H Ha) as W. unfold return_from. destruct n as [|n].
  - rewrite ahead_last, times_one. destruct (log (Finite (weight M 0 s a))) eqn:e; try reflexivity.
    cbn. f_equal. ring.
  - destruct (mean_ahead_follows v n s a H Ha) as [t [Ht [I [-> A]]]]; [auto|].
    rewrite A, log_of_product by auto. now rewrite E.
Qed.

Lemma largest_return_is_log n : forall s, point M n s -> largest_return M n s = log (Finite (optimum M n s)).
Proof.
  induction n as [n IH] using lt_wf_ind. intros s H. rewrite largest_return_is, optimum_is, <- log_of_largest.
  - apply extended_max_ext. intros a Ha. apply return_from_is_log; auto.
    + intros m t -> Ht. apply (optimum_from M V); auto. intros. now apply (optimal_q_nonnegative M V).
    + intros m t -> Ht _. apply IH; auto.
    + intros m t -> Ht. now apply (low_largest M V).
  - now apply (some_acts M V).
  - intros a Ha. now apply (optimal_q_nonnegative M V).
Qed.

Lemma optimum_nonnegative n s : point M n s -> 0 <= optimum M n s.
Proof. intro H. apply (optimum_from M V); auto. intros. now apply (optimal_q_nonnegative M V). Qed.

Variable p : choices K.
Hypothesis P : policy M p.

Lemma largest_return_succeeds n s : point M n s -> U p n s = largest_return M n s -> soft_v M p n s = optimum M n s.
Proof.
  intros H E. apply log_injective; [now apply (v_nonnegative M V) | now apply optimum_nonnegative|].
  apply at_most_antisym.
  - apply log_at_most; [now apply (v_nonnegative M V) | now apply (no_policy_has_more M V)].
  - rewrite <- largest_return_is_log, <- E by assumption. now apply (return_below_log M V).
Qed.

Lemma largest_success_returns n : forall s, point M n s -> soft_v M p n s = optimum M n s -> U p n s = largest_return M n s.
Proof.
  induction n as [n IH] using lt_wf_ind. intros s H E. rewrite largest_return_is_log by assumption.
  destruct (equal_or_not (optimum M n s) 0) as [z|z].
  - rewrite z. apply at_most_antisym.
    + rewrite <- z, <- E. now apply (return_below_log M V).
    + rewrite (log_is 0 (le_refl 0)), equals_refl. pose proof (low_to_go M V p n s P H) as W. now destruct (U p n s).
  - rewrite to_go_equation. pose proof (optimum_nonnegative n s H) as O.
    rewrite <- (mean_of_constant (acts M n s) (p n s) (log (Finite (optimum M n s)))).
    + apply mean_same; [intros; now apply P | intros; now apply (low_action_value M V) | intros; now apply low_log |].
      intros a Ha N. rewrite <- (optimal_actions M V p P n s a H E Ha N). unfold soft_q. rewrite soft_q_ahead.
      assert (W : weight M n s a <> 0).
      { intro w. apply z. rewrite <- (optimal_actions M V p P n s a H E Ha N). unfold soft_q. rewrite soft_q_ahead, w. ring. }
      apply return_from_is_log; auto.
      * intros. now apply (v_nonnegative M V).
      * intros m t -> Ht I. pose proof (optimal_ahead M V p P m s a t H E Ha N W I) as A.
        rewrite IH by auto. rewrite largest_return_is_log by assumption. symmetry. f_equal. f_equal. exact A.
      * intros. now apply (low_to_go M V).
    + intros. now apply P.
    + now apply P.
    + now apply low_log.
Qed.
End Optima.

(** * Comparing with the largest return *)

Section Comparing.
Context {K : ordered_field} {A : Type}.
Add Field K_of_comparing : (is_field K).

Lemma same_where_finite (l : list A) p (f g : A -> extended K) x : (forall i, In i l -> 0 <= p i) ->
  (forall i, In i l -> low (f i)) -> (forall i, In i l -> low (g i)) ->
  (forall i, In i l -> p i <> 0 -> (f i <= g i)%E) ->
  extended_sum l (fun i => Finite (p i) * f i)%E = Finite x ->
  extended_sum l (fun i => Finite (p i) * g i)%E = Finite x ->
  forall i, In i l -> p i <> 0 -> f i = g i.
Proof.
  intros P F G H EF EG.
  assert (S : forall h : A -> extended K, (forall i, In i l -> low (h i)) -> extended_sum l (fun i => Finite (p i) * h i)%E = Finite x ->
    (forall i, In i l -> p i <> 0 -> h i = Finite (number (h i))) /\ sum l (fun i => p i * number (h i)) = x).
  { intros h Lh E.
    assert (T : is MinusInfinite (extended_sum l (fun i => Finite (p i) * h i)%E)
      (existsb (fun i => negb (p i =? 0) && infinite (h i)) l) (sum l (fun i => p i * number (h i)))).
    { apply (is_sum _ to_minus_infinity). intros i Hi. apply times_is; auto. }
    unfold is in T. rewrite E in T. destruct (existsb _ l) eqn:B; [discriminate|]. injection T as T.
    split; [|now symmetry]. intros i Hi N. pose proof (Lh i Hi) as W. destruct (h i) eqn:e; try contradiction; [reflexivity|].
    exfalso. apply not_true_iff_false in B. apply B. apply existsb_exists. exists i. split; [assumption|].
    rewrite e, (proj2 (equals_false _ _) N). reflexivity. }
  destruct (S f F EF) as [Ff Sf], (S g G EG) as [Fg Sg]. intros i Hi N.
  assert (Z : sum l (fun j => p j * (number (g j) - number (f j))) = 0).
  { rewrite (sum_ext _ _ (fun j => p j * number (g j) - p j * number (f j))) by (intros; ring).
    rewrite sum_minus, Sf, Sg. ring. }
  assert (T : p i * (number (g i) - number (f i)) = 0).
  { refine (sum_zero_each _ _ _ Z i Hi). intros j Hj. destruct (equal_or_not (p j) 0) as [z|z].
    - rewrite z, zero_times. apply le_refl.
    - apply nonnegative_times; auto. apply (proj1 (le_minus _ _)). specialize (H j Hj z).
      rewrite (Ff j Hj z), (Fg j Hj z) in H. exact H. }
  rewrite (Ff i Hi N), (Fg i Hi N). f_equal. destruct (times_zero _ _ T) as [|z]; [contradiction|].
  replace (number (g i)) with (number (g i) - number (f i) + number (f i)) by ring. rewrite z. ring.
Qed.

Lemma equals_then (e f : extended K) : extended_equals e f = true -> e = f.
Proof. unfold extended_equals. intro H. apply andb_true_iff in H. now apply at_most_antisym. Qed.

Lemma then_equals (e : extended K) : low e -> extended_equals e e = true.
Proof. intro H. unfold extended_equals. now rewrite at_most_refl. Qed.

Lemma finite_is (M : model K) (e : extended K) : low e -> finite_extended M e = true -> exists x, e = Finite x.
Proof. intros H F. destruct e; try contradiction; [eauto | discriminate]. Qed.
End Comparing.

Section Optimal.
Context {K : ordered_field} {L : Logarithm K} (M : model K).
Hypothesis V : valid M = true.
Add Field K_of_optimal : (is_field K).
Notation U := (return_to_go M).
Variable p : choices K.
Hypothesis P : policy M p.

Lemma low_return : low (expected_return M p).
Proof. eapply is_low. now apply (return_is M V). Qed.

Lemma low_optimal_return : low (optimal_return M).
Proof.
  rewrite optimal_return_is. apply low_sum. intros [n s] H. apply in_points in H.
  apply low_times; [now apply start_nonnegative | now apply low_largest].
Qed.

Lemma return_optimal_is : return_optimal M p = true <-> expected_return M p = optimal_return M.
Proof. unfold return_optimal. split; [apply equals_then | intros ->; apply then_equals, low_optimal_return]. Qed.

Lemma largest_from_starts x : expected_return M p = Finite x -> optimal_return M = Finite x ->
  forall n s, point M n s -> start M n s <> 0 -> U p n s = largest_return M n s.
Proof.
  intros J O n s H N. rewrite (return_is_from_start M V p P) in J. rewrite optimal_return_is in O.
  apply (same_where_finite (all_points M) (fun '(n, s) => start M n s) (fun '(n, s) => U p n s) (fun '(n, s) => largest_return M n s) x) with (i := (n, s)); auto.
  - intros [m t] I. apply in_points in I. now apply start_nonnegative.
  - intros [m t] I. apply in_points in I. now apply low_to_go.
  - intros [m t] I. apply in_points in I. now apply low_largest.
  - intros [m t] I _. apply in_points in I. now apply no_policy_returns_more.
  - rewrite <- J. apply extended_sum_ext. now intros [m t] _.
  - rewrite <- O. apply extended_sum_ext. now intros [m t] _.
  - now apply in_points.
Qed.

Lemma from_single_start (v : points (extended K)) n0 s0 : point M n0 s0 -> start M n0 s0 = 1 ->
  (forall n s, point M n s -> start M n s <> 0 -> n = n0 /\ s = s0) ->
  (forall f, sum (all_points M) (fun '(n, s) => start M n s * f n s) = f n0 s0) ->
  (forall n s, point M n s -> low (v n s)) ->
  extended_sum (all_points M) (fun '(n, s) => Finite (start M n s) * v n s)%E = v n0 s0.
Proof.
  intros H0 O0 I F E.
  assert (T : is MinusInfinite (extended_sum (all_points M) (fun '(n, s) => Finite (start M n s) * v n s)%E)
    (existsb (fun '(n, s) => negb (start M n s =? 0) && infinite (v n s)) (all_points M))
    (sum (all_points M) (fun '(n, s) => start M n s * number (v n s)))).
  { apply (is_sum _ to_minus_infinity). intros [n s] J. apply in_points in J. apply times_is; auto. now apply start_nonnegative. }
  refine (is_same _ _ _ _ _ _ _ T (low_is _ (E n0 s0 H0)) _ _).
  - apply eq_true_iff_eq. rewrite existsb_exists. split.
    + intros [[n s] [J B]]. apply in_points in J. apply andb_true_iff in B. destruct B as [N B].
      apply negb_true_iff, equals_false in N. now destruct (I n s J N) as [-> ->].
    + intro B. exists (n0, s0). split; [now apply in_points|]. rewrite B, andb_true_r, O0.
      apply negb_true_iff, equals_false. apply not_one_zero.
  - intros _. apply (F (fun n s => number (v n s))).
Qed.

Lemma success_optimal_from : (forall n s, point M n s -> start M n s <> 0 -> soft_v M p n s = optimum M n s) -> success_optimal M p = true.
Proof.
  intro E. apply equals_true. unfold success_probability, optimal_success. apply sum_ext. intros [n s] H.
  apply in_points in H. destruct (equal_or_not (start M n s) 0) as [z|z]; [rewrite z; now rewrite !zero_times|]. f_equal. now apply E.
Qed.

Hypothesis D : deterministic M = true.

Lemma success_then_return : success_optimal M p = true -> expected_return M p = optimal_return M.
Proof.
  intro S. rewrite (return_is_from_start M V p P), optimal_return_is.
  apply at_most_antisym; apply (from_start_at_most M V); try (intros; now apply (low_to_go M V)); try (intros; now apply (low_largest M V));
    intros n s H N; rewrite (largest_success_returns M V D p P n s H (success_is_optimal M V p P S n s H N)); now apply at_most_refl, low_largest.
Qed.

Lemma finite_return_then_success x : expected_return M p = Finite x -> optimal_return M = Finite x -> success_optimal M p = true.
Proof.
  intros J O. apply success_optimal_from. intros n s H N. apply (largest_return_succeeds M V D p P n s H).
  now apply (largest_from_starts x).
Qed.
End Optimal.

Theorem theorem_4_J_is_S_one_start_or_finite : statement_4_J_is_S_one_start_or_finite.
Proof.
  intros K L M V D H. pose proof (prior_is_policy V) as P. apply iff_true. rewrite return_optimal_is by assumption.
  split; [intro E | now apply success_then_return].
  unfold one_start_or_finite_largest_return in H. apply orb_true_iff in H. destruct H as [O|F].
  - destruct (single_start_is K M V O) as (n0 & s0 & H0 & O0 & I & F).
    rewrite (return_is_from_start M V _ P), optimal_return_is in E.
    rewrite !(from_single_start M V _ n0 s0 H0 O0 I F) in E;
      [| intros; now apply low_largest | intros; now apply low_to_go].
    apply success_optimal_from. intros n s J N. destruct (I n s J N) as [-> ->]. now apply largest_return_succeeds.
  - destruct (finite_is M _ (low_optimal_return M V) F) as [x X]. apply (finite_return_then_success M V _ P D x); congruence.
Qed.

Theorem theorem_4_14_deterministic : statement_4_14_deterministic.
Proof.
  intros K L M V O D. pose proof (prior_is_policy V) as P. pose proof (greedy_is_policy M _ V P) as G.
  apply return_optimal_is in O; auto. apply return_optimal_is; auto.
  pose proof (low_optimal_return M V) as W. destruct (optimal_return M) as [x| | |] eqn:X; try contradiction.
  - rewrite <- X. apply success_then_return; auto. apply success_optimal_from. intros n s H N.
    apply (greedy_keeps_optimum M V _ P n s H). apply (success_is_optimal M V); auto.
    now apply (finite_return_then_success M V _ P D x).
  - pose proof (return_at_most_optimal M V _ G) as B. rewrite X in B. pose proof (low_return M V _ G) as R.
    now destruct (expected_return M (greedy_limit M (prior M))).
Qed.

(** * The incoherence of policies that maximise *)

Section FiniteIncoherence.
Context {K : ordered_field} {L : Logarithm K} (M : model K).
Hypothesis V : valid M = true.
Add Field K_of_finite_incoherence : (is_field K).
Variable p : choices K.
Hypothesis P : policy M p.
Hypothesis Success : success_optimal M p = true.
Hypothesis F : meets M p (zero_of (weight M)) = false.
Notation occ := (occupancy M p).

Lemma largest_where_visited d : forall n s, (n + d = pred (decisions M))%nat -> point M n s -> occ n s <> 0 ->
  soft_v M p n s = optimum M n s.
Proof.
  induction d as [|d IH]; intros n s e H N; destruct (occ_comes_from M V p P n s H N) as [T | (s0 & a & H0 & Ha & Hs & N0 & Np)].
  - now apply success_is_optimal.
  - destruct H0 as [H0 _]. lia.
  - now apply success_is_optimal.
  - apply (optimal_ahead M V p P n s0 a s H0); auto; [apply IH; auto; lia|].
    assert (B : zero_of (weight M) (S n) s0 a = false).
    { apply (not_met_here M p (zero_of (weight M)) (S n) s0 a); auto. now apply times_not_zero. }
    now apply equals_false.
Qed.

Lemma best_action_values n s a : point M n s -> In a (acts M n s) -> soft_q M p n s a <= best M (soft_q M p) n s.
Proof. intros H Ha. now apply (max_above (acts M n s) (soft_q M p n s)). Qed.

Lemma not_less_where_visited n s a : point M n s -> In a (acts M n s) -> occ n s <> 0 -> p n s a <> 0 ->
  (soft_q M p n s a <? best M (soft_q M p) n s) = false.
Proof.
  intros H Ha N Np. apply negb_false_iff. unfold best.
  destruct (max_member (acts M n s) (soft_q M p n s) (some_acts M V n s H)) as [b [Hb E]].
  match goal with |- ?x <= ?y => change (max (acts M n s) (soft_q M p n s) <= soft_q M p n s a) end. rewrite E.
  assert (T : soft_v M p n s = optimum M n s) by (apply (largest_where_visited (pred (decisions M) - n)); auto; destruct H; lia).
  rewrite (optimal_actions M V p P n s a H T Ha Np), optimum_is.
  eapply le_trans; [|now apply (max_above (acts M n s) (optimal_q M n s) b)].
  unfold soft_q. rewrite soft_q_ahead. unfold optimal_q. apply le_times; [now apply (weight_nonnegative V)|].
  apply (ahead_le M V); auto. intros m t -> Ht. apply (no_policy_has_more M V); auto. now apply (step M V m s b).
Qed.

Lemma is_extended_finite (e : extended K) x : is Infinite e false x -> finite_extended M e = true.
Proof. now intros ->. Qed.

Lemma incoherence_limit_finite : finite_extended M (incoherence_limit M p) = true.
Proof.
  set (greed := fun n s a => p n s a * ln (p n s a * count M (acts M n s) (fun a => soft_q M p n s a =? best M (soft_q M p) n s))).
  apply (is_extended_finite _ (sum (all_points M) (fun '(n, s) =>
    if 0 <? best M (soft_q M p) n s then occ n s * sum (acts M n s) (greed n s) else 0))).
  apply (is_change Infinite _ (existsb (fun '(n, s) => (0 <? best M (soft_q M p) n s) && (negb (occ n s =? 0)
      && existsb (fun a => negb (p n s a =? 0) && (soft_q M p n s a <? best M (soft_q M p) n s)) (acts M n s))) (all_points M))
    (sum (all_points M) (fun '(n, s) => if 0 <? best M (soft_q M p) n s then occ n s * sum (acts M n s) (greed n s) else 0))); [| | reflexivity].
  - apply (is_sum _ to_infinity). intros [n s] H. apply in_points in H.
    destruct (0 <? best M (soft_q M p) n s); [|reflexivity]. cbn [andb].
    apply (is_times _ to_infinity); [now apply occ_nonnegative|]. apply (is_sum _ to_infinity). intros a Ha.
    unfold greed. destruct (p n s a =? 0) eqn:e.
    + apply equals_true in e. rewrite e. unfold is. cbn. f_equal. ring.
    + cbn [negb andb]. apply equals_false in e. destruct (soft_q M p n s a <? best M (soft_q M p) n s) eqn:T; [reflexivity|].
      assert (C : count M (acts M n s) (fun a => soft_q M p n s a =? best M (soft_q M p) n s) <> 0).
      { unfold count. rewrite sum_of_ones. intro z. apply (embed_injective _ 0) in z. apply length_zero_iff_nil in z.
        assert (I : In a (filter (fun a => soft_q M p n s a =? best M (soft_q M p) n s) (acts M n s))).
        { apply filter_In. split; [assumption|]. apply equals_true, le_antisym; [now apply best_action_values|].
          unfold less in T. now apply negb_false_iff in T. }
        rewrite z in I. destruct I. }
      rewrite log_of_positive; [reflexivity | |now apply times_not_zero].
      apply nonnegative_times; [now apply P | apply sum_of_ones_nonnegative].
  - apply not_true_iff_false. intro B. apply existsb_exists in B. destruct B as [[n s] [H B]]. apply in_points in H.
    apply andb_true_iff in B. destruct B as [_ B]. apply andb_true_iff in B. destruct B as [N B].
    apply negb_true_iff, equals_false in N. apply existsb_exists in B. destruct B as [a [Ha B]].
    apply andb_true_iff in B. destruct B as [Np B]. apply negb_true_iff, equals_false in Np.
    now rewrite (not_less_where_visited n s a H Ha N Np) in B.
Qed.
End FiniteIncoherence.

Lemma finite_return_meets {K : ordered_field} {L : Logarithm K} (M : model K) p : valid M = true -> policy M p ->
  finite_return M p = true -> meets M p (zero_of (weight M)) = false.
Proof.
  intros V P F. pose proof (return_is M V p P) as R. unfold is in R. unfold finite_return in F. rewrite R in F.
  now destruct (meets M p (zero_of (weight M))).
Qed.

Theorem theorem_4_15_success_finite : statement_4_15_success_finite.
Proof.
  intros K L M V S F. pose proof (prior_is_policy V) as P. apply incoherence_limit_finite; auto.
  now apply finite_return_meets.
Qed.

Theorem theorem_4_15_deterministic_finite : statement_4_15_deterministic_finite.
Proof.
  intros K L M V O D F. pose proof (prior_is_policy V) as P. apply incoherence_limit_finite; auto; [|now apply finite_return_meets].
  apply return_optimal_is in O; auto. destruct (finite_is M _ (low_return M V _ P) F) as [x X].
  apply (finite_return_then_success M V _ P D x); congruence.
Qed.
