(* Occupancy measures: what is summed along trajectories is summed over decision points. *)

From Coq Require Import List Arith Bool ZArith QArith Field Lia.
From Coherence Require Export Distances Counting.
Import ListNotations.
Open Scope nat_scope.
Open Scope bool_scope.
Open Scope K_scope.

Lemma distinct_then l : distinct l = true -> NoDup l.
Proof.
  induction l as [|x l IH]; intro H; constructor; cbn in H; apply andb_true_iff in H; destruct H as [H1 H2]; auto.
  intro I. apply negb_true_iff in H1. assert (existsb (Nat.eqb x) l = true); [|congruence].
  apply existsb_exists. exists x. split; [assumption | apply Nat.eqb_refl].
Qed.

Lemma states_distinct {K : ordered_field} (M : model K) n : valid M = true -> (n < decisions M)%nat -> NoDup (states M n).
Proof.
  intros V L. unfold valid in V. rewrite !andb_true_iff in V. destruct V as [[[[[[[_ D] _] _] _] _] _] _].
  rewrite every_true in D. apply distinct_then, D, in_seq. lia.
Qed.

Lemma sum_swap {K : ordered_field} {A B} (l : list A) (m : list B) (f : A -> B -> K) :
  sum l (fun x => sum m (f x)) = sum m (fun y => sum l (fun x => f x y)).
Proof.
  induction l as [|x l IH].
  - symmetry. apply sum_of_zero. reflexivity.
  - rewrite sum_cons, IH, <- sum_plus. apply sum_ext. intros. now rewrite sum_cons.
Qed.

Section Balance.
Context {K : ordered_field} (M : model K).
Hypothesis V : valid M = true.
Add Field K_of_balance : (is_field K).

Lemma first_of_seq d (f : nat -> K) : sum (seq 0 (S d)) f = f O + sum (seq 0 d) (fun n => f (S n)).
Proof. cbn [seq]. rewrite sum_cons. f_equal. now rewrite <- seq_shift, sum_map. Qed.

Lemma last_of_seq d (f : nat -> K) : sum (seq 0 (S d)) f = sum (seq 0 d) f + f d.
Proof. rewrite seq_S, sum_app, sum_cons, sum_nil. cbn [Nat.add]. ring. Qed.

(** * The forward recursion *)

Lemma forth_known equation t : forall k s, (k < decisions M)%nat -> (decisions M - t <= k)%nat ->
  forth_above M equation t k s = forth M equation k s.
Proof.
  induction t as [|t IH]; intros k s L H; [lia|]. cbn [forth_above].
  destruct (Nat.eqb (k + S t) (decisions M)) eqn:e.
  - apply Nat.eqb_eq in e. unfold forth. now replace (decisions M - S k)%nat with t by lia.
  - apply Nat.eqb_neq in e. apply IH; lia.
Qed.

Lemma forth_before equation t : forall k s, (decisions M <= k)%nat -> forth_above M equation t k s = 0.
Proof.
  induction t as [|t IH]; intros k s L; [reflexivity|]. cbn [forth_above].
  replace (Nat.eqb (k + S t) (decisions M)) with false; [now apply IH|]. symmetry. apply Nat.eqb_neq. lia.
Qed.

Section OfPolicy.
Variable p : choices K.
Notation occ := (occupancy M p).

Definition arrivals (n s : nat) : K :=
  if Nat.eqb (S n) (decisions M) then 0 else into M (fun n s a s' => occ n s * p n s a * dynamics M n s a s') n s.

Lemma occupancy_is n s : (n < decisions M)%nat -> occ n s = start M n s + arrivals n s.
Proof.
  intro L. unfold occupancy at 1, forth. f_equal. unfold arrivals, into.
  destruct (Nat.eqb (S n) (decisions M)) eqn:e.
  - apply Nat.eqb_eq in e. apply sum_of_zero. intros s0 _. apply sum_of_zero. intros a _. apply sum_of_zero. intros t _.
    rewrite forth_before by lia. ring.
  - apply Nat.eqb_neq in e. apply sum_ext. intros s0 _. apply sum_ext. intros a _. apply sum_ext. intros t _.
    rewrite forth_known by lia. reflexivity.
Qed.

Lemma arrivals_by_states n (f : nat -> K) : (S n < decisions M)%nat ->
  sum (states M n) (fun s => arrivals n s * f s)
  = sum (states M (S n)) (fun s0 => sum (acts M (S n) s0) (fun a => occ (S n) s0 * p (S n) s0 a
      * sum (succ M (S n) s0 a) (fun t => dynamics M (S n) s0 a t * f t))).
Proof.
  intro L. unfold arrivals. replace (Nat.eqb (S n) (decisions M)) with false by (symmetry; apply Nat.eqb_neq; lia).
  unfold into. rewrite (sum_ext _ _ (fun s => sum (states M (S n)) (fun s0 => sum (acts M (S n) s0) (fun a =>
    sum (succ M (S n) s0 a) (fun t => if Nat.eqb s t then occ (S n) s0 * p (S n) s0 a * dynamics M (S n) s0 a t * f t else 0))))).
  - rewrite sum_swap. apply sum_ext. intros s0 Hs0. rewrite sum_swap. apply sum_ext. intros a Ha.
    rewrite sum_swap, <- sum_times. apply sum_ext. intros t Ht.
    rewrite (sum_one_term (states M n) t).
    + rewrite Nat.eqb_refl. ring.
    + apply states_distinct; auto. lia.
    + apply (step M V n s0 a t); auto. now split.
    + intros s _ N. replace (Nat.eqb s t) with false; [reflexivity|]. symmetry. now apply Nat.eqb_neq.
  - intros s _. rewrite <- sum_times_right. apply sum_ext. intros s0 _. rewrite <- sum_times_right. apply sum_ext. intros a _.
    rewrite sum_if, <- sum_times_right. apply sum_ext. intros t _.
    destruct (Nat.eqb s t) eqn:e; [apply Nat.eqb_eq in e; subst t|]; ring.
Qed.

(* What is where: what starts there, and what arrives. *)
Theorem balance (f : points K) :
  sum (all_points M) (fun '(n, s) => occ n s * f n s)
  = sum (all_points M) (fun '(n, s) => start M n s * f n s)
    + sum (all_choices M) (fun '(n, s, a) => occ n s * p n s a * mean_ahead M f n s a).
Proof.
  rewrite (sum_choices M (fun n s a => occ n s * p n s a * mean_ahead M f n s a)).
  rewrite !sum_points. destruct (valid_parts V) as (T & _).
  rewrite (sum_ext _ (fun n => sum (states M n) (fun s => occ n s * f n s))
    (fun n => sum (states M n) (fun s => start M n s * f n s) + sum (states M n) (fun s => arrivals n s * f n s))).
  - rewrite sum_plus. f_equal. set (d := pred (decisions M)).
    assert (D : decisions M = S d) by (unfold d; lia). rewrite D.
    rewrite last_of_seq. etransitivity; [|symmetry; apply first_of_seq]. cbv beta.
    rewrite (sum_of_zero (states M d)).
    + rewrite (sum_of_zero (states M 0)).
      * rewrite (sum_ext (seq 0 d) _ (fun n => sum (states M (S n)) (fun s => sum (acts M (S n) s)
          (fun a => occ (S n) s * p (S n) s a * mean_ahead M f (S n) s a)))); [ring|].
        intros n Hn. apply in_seq in Hn. rewrite arrivals_by_states by lia. reflexivity.
      * intros s _. apply sum_of_zero. intros a _. unfold mean_ahead. cbn. ring.
    + intros s _. unfold arrivals. rewrite <- D, Nat.eqb_refl. ring.
  - intros n Hn. apply in_seq in Hn. rewrite <- sum_plus. apply sum_ext. intros s _. rewrite occupancy_is by lia. ring.
Qed.

(** * What is summed along the way *)

Definition to_go (x : choices K) : points K :=
  back 0 (fun v n s => sum (acts M n s) (fun a => p n s a * (x n s a + mean_ahead M v n s a))).

Lemma mean_ahead_ext x y n s a : (forall m t, n = S m -> In t (succ M n s a) -> x m t = y m t) ->
  mean_ahead M x n s a = mean_ahead M y n s a.
Proof.
  intro H. destruct n as [|n]; [reflexivity|]. unfold mean_ahead. cbn [last Nat.eqb next]. apply sum_ext.
  intros t Ht. f_equal. auto.
Qed.

Lemma to_go_is x n s : to_go x n s = sum (acts M n s) (fun a => p n s a * (x n s a + mean_ahead M (to_go x) n s a)).
Proof.
  unfold to_go at 1, back. apply sum_ext. intros a _. do 2 f_equal. apply mean_ahead_ext. intros m t -> _.
  unfold to_go. apply back_known. lia.
Qed.

Theorem by_occupancy x :
  sum (all_points M) (fun '(n, s) => start M n s * to_go x n s)
  = sum (all_choices M) (fun '(n, s, a) => occ n s * p n s a * x n s a).
Proof.
  pose proof (balance (to_go x)) as B.
  assert (E : sum (all_points M) (fun '(n, s) => occ n s * to_go x n s)
    = sum (all_choices M) (fun '(n, s, a) => occ n s * p n s a * x n s a)
      + sum (all_choices M) (fun '(n, s, a) => occ n s * p n s a * mean_ahead M (to_go x) n s a)).
  { rewrite !sum_choices, <- sum_plus. apply sum_ext. intros [n s] _. rewrite to_go_is, <- sum_times, <- sum_plus.
    apply sum_ext. intros a _. ring. }
  rewrite E in B.
  set (X := sum (all_choices M) (fun '(n, s, a) => occ n s * p n s a * x n s a)) in *.
  set (Y := sum (all_choices M) (fun '(n, s, a) => occ n s * p n s a * mean_ahead M (to_go x) n s a)) in *.
  replace X with (X + Y - Y) by ring. rewrite B. ring.
Qed.

Hypothesis P : policy M p.

Lemma rest_sum n s a : point M n s -> In a (acts M n s) ->
  sum (rests M n s a) (fun r => chance M n s a r * product p n s a r) = p n s a.
Proof.
  intros H Ha. pose proof (sum_from_action M p (fun _ _ _ => 1) n s a) as F.
  assert (Q : soft_q_of M p (fun _ _ _ => 1) n s a = 1).
  { destruct n as [|n]; [apply soft_q_last|]. rewrite soft_q_next.
    rewrite (sum_ext _ _ (dynamics M (S n) s a)).
    - rewrite (dynamics_sum M V) by assumption. ring.
    - intros t Ht. rewrite (value_of_one M V) by (auto; now apply (step M V n s a)). ring. }
  rewrite Q in F. rewrite <- (times_one (p n s a)), <- F. apply sum_ext. intros r _. f_equal.
  apply product_ext. intros. ring.
Qed.

Lemma along_from x n : forall s a, point M n s -> In a (acts M n s) ->
  sum (rests M n s a) (fun r => chance M n s a r * product p n s a r * along plus x n s a r)
  = p n s a * (x n s a + mean_ahead M (to_go x) n s a).
Proof.
  induction n as [|n IH]; intros s a H Ha.
  - cbn [rests]. rewrite sum_cons, sum_nil. unfold mean_ahead. cbn. ring.
  - rewrite sum_rests. unfold mean_ahead. cbn [last Nat.eqb next].
    rewrite (sum_ext _ _ (fun t => p (S n) s a * (dynamics M (S n) s a t * (x (S n) s a + to_go x n t)))).
    + rewrite sum_times. f_equal.
      rewrite (sum_ext _ _ (fun t => dynamics M (S n) s a t * x (S n) s a + dynamics M (S n) s a t * to_go x n t)) by (intros; ring).
      rewrite sum_plus, sum_times_right, (dynamics_sum M V) by assumption. ring.
    + intros t Ht. pose proof (step M V n s a t H Ha Ht) as Hp.
      rewrite (sum_ext _ _ (fun b => p (S n) s a * dynamics M (S n) s a t *
        (x (S n) s a * p n t b + p n t b * (x n t b + mean_ahead M (to_go x) n t b)))).
      * rewrite sum_times, sum_plus, sum_times. destruct P as [_ P1]. rewrite P1 by assumption. rewrite <- to_go_is. ring.
      * intros b Hb. rewrite <- IH by assumption. rewrite <- (rest_sum n t b Hp Hb) at 1.
        rewrite <- sum_times, <- sum_plus, <- sum_times. apply sum_ext. intros r _. cbn [chance product along pred]. ring.
Qed.

Theorem along_trajectories x :
  sum (all_trajectories M) (fun '(n, s, a, r) => law M p n s a r * along plus x n s a r)
  = sum (all_choices M) (fun '(n, s, a) => occ n s * p n s a * x n s a).
Proof.
  rewrite <- by_occupancy, sum_trajectories, sum_choices. apply sum_ext. intros [n s] H. apply in_points in H.
  rewrite to_go_is, <- sum_times. apply sum_ext. intros a Ha. rewrite <- along_from, <- sum_times by assumption.
  apply sum_ext. intros r _. unfold law. ring.
Qed.

Lemma occupancy_nonnegative d : forall n s, point M n s -> (n + d = pred (decisions M))%nat -> 0 <= occ n s.
Proof.
  induction d as [|d IH]; intros n s H e; rewrite occupancy_is by apply H;
    apply nonnegative_plus; try (apply start_nonnegative; assumption); unfold arrivals.
  - replace (Nat.eqb (S n) (decisions M)) with true; [apply le_refl|]. symmetry. apply Nat.eqb_eq. destruct H. lia.
  - destruct (Nat.eqb (S n) (decisions M)); [apply le_refl|]. unfold into.
    apply sum_nonnegative. intros s0 Hs0. apply sum_nonnegative. intros a Ha. apply sum_nonnegative. intros t Ht.
    apply filter_In in Ht. destruct Ht as [Ht _]. assert (H0 : point M (S n) s0) by (split; [lia | assumption]).
    apply nonnegative_times; [apply nonnegative_times|].
    + apply IH; auto. lia.
    + now apply P.
    + now apply (dynamics_nonnegative M V).
Qed.

Lemma occ_nonnegative n s : point M n s -> 0 <= occ n s.
Proof. intro H. apply (occupancy_nonnegative (pred (decisions M) - n)); auto. destruct H. lia. Qed.

Lemma occ_from_start n s : point M n s -> start M n s <> 0 -> occ n s <> 0.
Proof.
  intros H N e. apply N. rewrite occupancy_is in e by apply H.
  apply (sum_zero_both (start M n s) (arrivals n s)); auto; [now apply start_nonnegative|].
  unfold arrivals. destruct (Nat.eqb (S n) (decisions M)) eqn:L; [apply le_refl|]. apply Nat.eqb_neq in L.
  apply sum_nonnegative. intros s0 Hs0. apply sum_nonnegative. intros a Ha. apply sum_nonnegative. intros t Ht.
  apply filter_In in Ht. destruct Ht as [Ht _]. assert (H0 : point M (S n) s0) by (split; [destruct H; lia | assumption]).
  apply nonnegative_times; [apply nonnegative_times|].
  - now apply occ_nonnegative.
  - now apply P.
  - now apply (dynamics_nonnegative M V).
Qed.

(* Where a policy goes, it goes on along its own actions. *)
Lemma occ_goes_on n s a t : point M (S n) s -> In a (acts M (S n) s) -> In t (succ M (S n) s a) ->
  occ (S n) s <> 0 -> p (S n) s a <> 0 -> occ n t <> 0.
Proof.
  intros H Ha Ht N Na e. pose proof (step M V n s a t H Ha Ht) as Hp.
  assert (L : (S n < decisions M)%nat) by apply H.
  rewrite occupancy_is in e by lia.
  assert (G : forall s0, In s0 (states M (S n)) -> 0 <= sum (acts M (S n) s0) (fun a =>
    sum (filter (Nat.eqb t) (succ M (S n) s0 a)) (fun t => occ (S n) s0 * p (S n) s0 a * dynamics M (S n) s0 a t))).
  { intros s0 Hs0. apply sum_nonnegative. intros b Hb. apply sum_nonnegative. intros u Hu.
    apply filter_In in Hu. destruct Hu as [Hu _]. assert (H0 : point M (S n) s0) by now split.
    apply nonnegative_times; [apply nonnegative_times|].
    - now apply occ_nonnegative.
    - now apply P.
    - now apply (dynamics_nonnegative M V). }
  assert (A0 : 0 <= arrivals n t).
  { unfold arrivals. destruct (Nat.eqb (S n) (decisions M)); [apply le_refl|]. apply sum_nonnegative. exact G. }
  destruct (sum_zero_both (start M n t) (arrivals n t)) as [_ Z]; auto; [now apply start_nonnegative|].
  unfold arrivals in Z. replace (Nat.eqb (S n) (decisions M)) with false in Z by (symmetry; apply Nat.eqb_neq; lia).
  unfold into in Z. assert (Z1 := sum_zero_each _ _ G Z s (proj2 H)). cbn beta in Z1.
  assert (Z2 := fun Q => sum_zero_each (acts M (S n) s) _ Q Z1 a Ha). cbn beta in Z2.
  assert (Q : forall b, In b (acts M (S n) s) -> 0 <= sum (filter (Nat.eqb t) (succ M (S n) s b))
    (fun t => occ (S n) s * p (S n) s b * dynamics M (S n) s b t)).
  { intros b Hb. apply sum_nonnegative. intros u Hu. apply filter_In in Hu. destruct Hu as [Hu _].
    apply nonnegative_times; [apply nonnegative_times|].
    - now apply occ_nonnegative.
    - now apply P.
    - now apply (dynamics_nonnegative M V). }
  specialize (Z2 Q).
  assert (I : In t (filter (Nat.eqb t) (succ M (S n) s a))) by (apply filter_In; split; [assumption | apply Nat.eqb_refl]).
  assert (Z3 : occ (S n) s * p (S n) s a * dynamics M (S n) s a t = 0).
  { refine (sum_zero_each _ _ _ Z2 t I). intros u Hu. apply filter_In in Hu. destruct Hu as [Hu _].
    apply nonnegative_times; [apply nonnegative_times|].
    - now apply occ_nonnegative.
    - now apply P.
    - now apply (dynamics_nonnegative M V). }
  destruct (times_zero _ _ Z3) as [z|z].
  - destruct (times_zero _ _ z); contradiction.
  - now apply (dynamics_not_zero M V n s a t) in z.
Qed.

(* Who succeeds where somebody goes. *)
Lemma value_where_visited (q w : choices K) :
  (forall n s a, point M n s -> In a (acts M n s) -> occ n s * p n s a <> 0 -> q n s a * w n s a = p n s a) ->
  (forall n s a, point M n s -> In a (acts M n s) -> occ n s <> 0 -> p n s a = 0 -> q n s a * w n s a = 0) ->
  forall n s, point M n s -> occ n s <> 0 -> soft_v_of M q w n s = 1.
Proof.
  intros E F n. induction n as [n IH] using lt_wf_ind. intros s H N. rewrite soft_v_equation.
  rewrite (sum_ext _ _ (p n s)); [now apply P|]. intros a Ha. destruct (equal_or_not (p n s a) 0) as [z|z].
  - unfold soft_q_of. transitivity (q n s a * w n s a * ahead M (soft_v_of M q w) n s a); [ring|].
    rewrite F by assumption. rewrite z. ring.
  - unfold soft_q_of. transitivity (q n s a * w n s a * ahead M (soft_v_of M q w) n s a); [ring|].
    rewrite E by (auto using times_not_zero). replace (ahead M (soft_v_of M q w) n s a) with (1 : K); [ring|].
    symmetry. destruct n as [|n]; [apply ahead_last|]. rewrite ahead_next.
    rewrite (sum_ext _ _ (dynamics M (S n) s a)); [now apply (dynamics_sum M V)|].
    intros t Ht. rewrite IH; [ring | lia | now apply (step M V n s a) | now apply (occ_goes_on n s a)].
Qed.
End OfPolicy.

Lemma same_occupancy_then p q : policy M p -> policy M q -> visits_every_state M p = true ->
  visit_and_act_alike M p q = true -> every (all_choices M) (fun '(n, s, a) => p n s a =? q n s a) = true.
Proof.
  intros [_ P] [_ Q] W A. apply same_choices. intros n s a H Ha.
  unfold visit_and_act_alike in A. rewrite every_choice in A.
  unfold visits_every_state in W. rewrite every_point in W. specialize (W n s H). apply positive_then in W.
  assert (E : occupancy M p n s = occupancy M q n s).
  { rewrite <- (times_one (occupancy M p n s)), <- (times_one (occupancy M q n s)).
    rewrite <- (P n s H) at 1. rewrite <- (Q n s H). rewrite <- !sum_times. apply sum_ext. intros b Hb.
    specialize (A n s b H Hb). now apply equals_true. }
  specialize (A n s a H Ha). apply equals_true in A. rewrite <- E in A. now apply (times_cancel _ _ _ W).
Qed.
End Balance.

Theorem theorem_occupancy_determines_policy_visited_any_two : statement_occupancy_determines_policy_visited_any_two.
Proof.
  intros K M V W. unfold implies. destruct (visit_and_act_alike _ _ _) eqn:A; [|reflexivity]. cbn [negb orb].
  apply same_occupancy_then; auto using prior_is_policy, second_is_policy.
Qed.

Theorem theorem_occupancy_determines_policy_visited : statement_occupancy_determines_policy_visited.
Proof.
  intros K M V W. unfold implies. destruct (visit_and_act_alike _ _ _) eqn:A; [|reflexivity]. cbn [negb orb].
  pose proof (prior_is_policy V) as P. apply same_occupancy_then; auto. now apply (goal_is_policy M V).
Qed.

Section Weights.
Context {K : ordered_field} (M : model K).
Hypothesis V : valid M = true.
Add Field K_of_weights : (is_field K).

Lemma mean_weight_is_one p q : policy M p -> policy M q -> supported_in_where_visited M q p = true ->
  sum (all_trajectories M) (fun '(n, s, a, r) => law M p n s a r * importance_weights M q p n s a r) = 1.
Proof.
  intros P Q S. unfold supported_in_where_visited in S. rewrite every_choice in S.
  assert (T : forall n s a, point M n s -> In a (acts M n s) -> occupancy M q n s * q n s a <> 0 -> p n s a <> 0).
  { intros n s a H Ha N. specialize (S n s a H Ha). apply orb_true_iff in S. destruct S as [z|z].
    - apply equals_true in z. contradiction.
    - now apply positive_then. }
  unfold importance_weights. rewrite (mean_of_product M p (fun n s a => if p n s a =? 0 then 0 else q n s a / p n s a)).
  etransitivity; [|exact (start_sum M V)]. apply sum_ext. intros [n s] H. apply in_points in H.
  destruct (equal_or_not (start M n s) 0) as [z|z]; [rewrite z; ring|].
  rewrite (value_where_visited M V q Q); [ring | | | assumption | now apply occ_from_start].
  - intros m t a Hm Ha N. specialize (T m t a Hm Ha N). rewrite (proj2 (equals_false _ _) T). field. assumption.
  - intros m t a Hm Ha N e. destruct (p m t a =? 0); [ring|]. rewrite e.
    destruct (equal_or_not (p m t a) 0) as [y|y]; [rewrite y; ring | field; assumption].
Qed.
End Weights.

Theorem theorem_importance_weights_mean_one : statement_importance_weights_mean_one.
Proof.
  intros K M V S. apply equals_true. now apply mean_weight_is_one; auto using prior_is_policy, second_is_policy.
Qed.

(** * At each time a policy is somewhere *)

Section Times.
Context {K : ordered_field} (M : model K).
Hypothesis V : valid M = true.
Add Field K_of_times : (is_field K).
Variable p : choices K.
Hypothesis P : policy M p.
Notation occ := (occupancy M p).

Lemma somewhere n : (n < decisions M)%nat -> sum (states M n) (occ n) = 1.
Proof.
  intro L. assert (G : forall d n, (n + d = pred (decisions M))%nat -> sum (states M n) (occ n) = 1).
  { induction d as [|d IH]; intros m e.
    - destruct (valid_parts V) as (T & _ & _ & _ & _ & _ & _ & _ & O & _).
      replace (pred (decisions M)) with m in O by lia. rewrite <- O. apply sum_ext. intros s Hs.
      rewrite (occupancy_is M p) by lia. unfold arrivals, start.
      replace (Nat.eqb (S m) (decisions M)) with true by (symmetry; apply Nat.eqb_eq; lia). ring.
    - destruct (valid_parts V) as (T & _). rewrite <- (IH (S m)) by lia.
      rewrite (sum_ext _ (occ m) (fun s => arrivals M p m s * 1)).
      + rewrite (arrivals_by_states M V p) by lia. apply sum_ext. intros s0 Hs0.
        assert (H0 : point M (S m) s0) by (split; [lia | assumption]).
        rewrite (sum_ext _ _ (fun a => occ (S m) s0 * p (S m) s0 a)).
        * rewrite sum_times. destruct P as [_ P1]. rewrite P1 by assumption. ring.
        * intros a Ha. rewrite (sum_ext _ _ (dynamics M (S m) s0 a)) by (intros; ring).
          rewrite (dynamics_sum M V) by assumption. ring.
      + intros s _. rewrite (occupancy_is M p) by lia. unfold start.
        replace (Nat.eqb (S m) (decisions M)) with false by (symmetry; apply Nat.eqb_neq; lia). ring. }
  apply (G (pred (decisions M) - n)%nat). lia.
Qed.

Lemma of_integer_is z : (0 <= z)%Z -> of_integer z = (embed (Z.to_nat z) : K).
Proof. destruct z as [|z|z]; intro H; [reflexivity | apply of_positive_is | now elim H]. Qed.

Lemma time_is n s : (n < decisions M)%nat -> of_rational (time M n s) = (embed (decisions M - n) : K).
Proof.
  intro L. unfold time, horizon, of_rational, count_of, Qminus, Qplus, inject_Z, Qopp. cbn [Qnum Qden].
  rewrite of_integer_is by lia. change (of_positive (1 * 1)) with (1 : K).
  replace (Z.to_nat _) with (decisions M - n)%nat by lia. field. apply not_one_zero.
Qed.

Lemma embed_equals m n : (embed m =? (embed n : K)) = Nat.eqb m n.
Proof.
  apply eq_true_iff_eq. rewrite equals_true, Nat.eqb_eq. split; [apply embed_injective | now intros ->].
Qed.

Lemma count_at_most m n : Qle_bool (count_of m) (count_of n) = Nat.leb m n.
Proof.
  apply eq_true_iff_eq. rewrite Qle_bool_iff, Nat.leb_le. unfold count_of, Qle, inject_Z. cbn [Qnum Qden]. lia.
Qed.

Lemma acts_at_time t : (0 < t)%nat ->
  at_time M (fun n s a => occ n s * p n s a) (embed t) = if Qle_bool (count_of t) (horizon M) then 1 else 0.
Proof.
  intro T0. unfold at_time, horizon. rewrite count_at_most.
  rewrite (sum_choices M (fun n s a => if (of_rational (time M n s) : K) =? embed t then occ n s * p n s a else 0)).
  rewrite (sum_points M (fun n s => sum (acts M n s) (fun a => if (of_rational (time M n s) : K) =? embed t then occ n s * p n s a else 0))).
  assert (E : forall n, In n (seq 0 (decisions M)) ->
    sum (states M n) (fun s => sum (acts M n s) (fun a => if (of_rational (time M n s) : K) =? embed t then occ n s * p n s a else 0))
    = if Nat.eqb (decisions M - n) t then 1 else 0).
  { intros n Hn. apply in_seq in Hn. destruct (Nat.eqb (decisions M - n) t) eqn:e.
    - rewrite <- (somewhere n) by lia. apply sum_ext. intros s Hs. rewrite time_is, embed_equals, e by lia.
      rewrite sum_times. destruct P as [_ P1]. rewrite P1; [ring | split; [lia | assumption]].
    - apply sum_of_zero. intros s _. apply sum_of_zero. intros a _. now rewrite time_is, embed_equals, e by lia. }
  rewrite (sum_ext _ _ _ E). destruct (Nat.leb t (decisions M)) eqn:l.
  - apply Nat.leb_le in l. rewrite (sum_one_term (seq 0 (decisions M)) (decisions M - t)%nat).
    + replace (decisions M - (decisions M - t))%nat with t by lia. now rewrite Nat.eqb_refl.
    + apply seq_NoDup.
    + apply in_seq. lia.
    + intros n Hn N. apply in_seq in Hn. replace (Nat.eqb (decisions M - n) t) with false; [reflexivity|].
      symmetry. apply Nat.eqb_neq. lia.
  - apply Nat.leb_gt in l. apply sum_of_zero. intros n _. replace (Nat.eqb (decisions M - n) t) with false; [reflexivity|].
    symmetry. apply Nat.eqb_neq. lia.
Qed.
End Times.

Theorem theorem_occupancy_sums_to_one_printed : statement_occupancy_sums_to_one_printed.
Proof.
  intros K M V. pose proof (prior_is_policy V) as P. conjuncts; apply equals_true.
  - rewrite (one_is (K := K)) at 1. apply (acts_at_time M V _ P 1). lia.
  - rewrite two_is. apply (acts_at_time M V _ P 2). lia.
  - rewrite three_is. apply (acts_at_time M V _ P 3). lia.
Qed.

(** * Errors compound at most by addition *)

Section Compounding.
Context {K : ordered_field} (M : model K).
Hypothesis V : valid M = true.
Add Field K_of_compounding : (is_field K).
Variables p r : choices K.
Hypothesis P : policy M p.
Hypothesis R : policy M r.

Notation rows n s := (row_variation M p r n s).
Notation differ n s a rest := (positive_part (product p n s a rest - product r n s a rest)).
Notation below n s := (sum (acts M n s) (fun a => sum (rests M n s a) (fun rest => chance M n s a rest * differ n s a rest))).

Lemma rows_are n s : rows n s = sum (acts M n s) (fun a => positive_part (p n s a - r n s a)).
Proof. reflexivity. Qed.

Lemma difference_of_products (x X y Y : K) : 0 <= x -> 0 <= Y ->
  positive_part (x * X - y * Y) <= x * positive_part (X - Y) + positive_part (x - y) * Y.
Proof.
  intros Hx HY. replace (x * X - y * Y) with (x * (X - Y) + Y * (x - y)) by ring. eapply le_trans; [apply positive_part_plus|].
  rewrite !positive_part_times by assumption. rewrite (product_commutes Y). apply le_refl.
Qed.

Lemma variation_adds_up n : forall s, point M n s -> below n s <= to_go M p (fun n s _ => rows n s) n s.
Proof.
  induction n as [|n IH]; intros s H; rewrite to_go_is.
  - rewrite (sum_ext _ (fun a => p 0%nat s a * (rows 0%nat s + mean_ahead M (to_go M p (fun n s _ => rows n s)) 0%nat s a)) (fun a => rows 0%nat s * p 0%nat s a)).
    + rewrite sum_times. destruct P as [_ P1]. rewrite P1 by assumption. rewrite times_one, rows_are.
      rewrite (sum_ext _ _ (fun a => positive_part (p 0%nat s a - r 0%nat s a))); [apply le_refl|].
      intros a _. cbn [rests]. rewrite sum_cons, sum_nil. cbn. ring.
    + intros a _. unfold mean_ahead. cbn. ring.
  - apply le_trans with (sum (acts M (S n) s) (fun a => p (S n) s a * sum (succ M (S n) s a) (fun t => dynamics M (S n) s a t * below n t))
      + rows (S n) s).
    + rewrite rows_are, <- sum_plus. apply sum_le. intros a Ha. rewrite sum_rests.
      assert (E : positive_part (p (S n) s a - r (S n) s a)
        = sum (succ M (S n) s a) (fun t => dynamics M (S n) s a t * positive_part (p (S n) s a - r (S n) s a))).
      { rewrite sum_times_right, (dynamics_sum M V) by assumption. ring. }
      rewrite E, <- sum_times, <- sum_plus. apply sum_le. intros t Ht. pose proof (step M V n s a t H Ha Ht) as Hp.
      assert (Y : positive_part (p (S n) s a - r (S n) s a)
        = sum (acts M n t) (fun b => sum (rests M n t b) (fun q => positive_part (p (S n) s a - r (S n) s a) * (chance M n t b q * product r n t b q)))).
      { rewrite (sum_ext _ _ (fun b => positive_part (p (S n) s a - r (S n) s a) * r n t b)).
        - rewrite sum_times. destruct R as [_ R1]. rewrite R1 by assumption. ring.
        - intros b Hb. rewrite sum_times. f_equal. now apply (rest_sum M V r R). }
      rewrite Y, <- !sum_times, <- sum_plus. apply sum_le. intros b Hb. rewrite <- !sum_times, <- sum_plus. apply sum_le. intros q Hq.
      cbn [chance product pred].
      match goal with |- ?d * ?c * ?x <= ?pp * (?d * (?c * ?y)) + ?d * (?z * (?c * ?w)) =>
        replace (pp * (d * (c * y)) + d * (z * (c * w))) with (d * c * (pp * y + z * w)) by ring end.
      apply le_times.
      * apply nonnegative_times; [now apply (dynamics_nonnegative M V) | now apply (chance_nonnegative M V)].
      * apply difference_of_products; [now apply P | apply (product_nonnegative M V); auto; apply R].
    + rewrite (sum_ext _ (fun a => p (S n) s a * (rows (S n) s + mean_ahead M (to_go M p (fun n s _ => rows n s)) (S n) s a))
        (fun a => p (S n) s a * mean_ahead M (to_go M p (fun n s _ => rows n s)) (S n) s a + rows (S n) s * p (S n) s a)) by (intros; ring).
      rewrite sum_plus, sum_times. destruct P as [_ P1]. rewrite P1 by assumption. rewrite times_one. apply le_plus.
      apply sum_le. intros a Ha. apply le_times; [now apply P|]. unfold mean_ahead. cbn [last Nat.eqb next].
      apply sum_le. intros t Ht. apply le_times; [now apply (dynamics_nonnegative M V)|]. apply IH. now apply (step M V n s a).
Qed.

Lemma variation_by_rows : total_variation M p r <= sum (all_points M) (fun '(n, s) => occupancy M p n s * rows n s).
Proof.
  assert (E : total_variation M p r = sum (all_points M) (fun '(n, s) => start M n s * below n s)).
  { rewrite variation_is, (sum_trajectories M (fun n s a rest => positive_part (law M p n s a rest - law M r n s a rest))).
    rewrite (sum_choices M (fun n s a => sum (rests M n s a) (fun rest => positive_part (law M p n s a rest - law M r n s a rest)))).
    apply sum_ext. intros [n s] J. apply in_points in J. rewrite <- sum_times. apply sum_ext. intros a Ha.
    rewrite <- sum_times. apply sum_ext. intros q Hq. unfold law.
    rewrite <- positive_part_times by now apply (chance_nonnegative M V).
    rewrite <- positive_part_times by now apply start_nonnegative. f_equal. ring. }
  rewrite E. apply le_trans with (sum (all_points M) (fun '(n, s) => start M n s * to_go M p (fun n s _ => rows n s) n s)).
  - apply sum_le. intros [n s] J. apply in_points in J. apply le_times; [now apply start_nonnegative | now apply variation_adds_up].
  - rewrite (by_occupancy M V p (fun n s _ => rows n s)), (sum_choices M (fun n s a => occupancy M p n s * p n s a * rows n s)).
    rewrite (sum_ext _ _ (fun '(n, s) => occupancy M p n s * rows n s)); [apply le_refl|].
    intros [n s] J. apply in_points in J.
    rewrite (sum_ext _ _ (fun a => occupancy M p n s * rows n s * p n s a)) by (intros; ring).
    rewrite sum_times. destruct P as [_ P1]. rewrite P1 by assumption. ring.
Qed.
End Compounding.

Theorem theorem_compounding_errors_printed : statement_compounding_errors_printed.
Proof. intros K M V. apply (variation_by_rows M V); auto using prior_is_policy, second_is_policy. Qed.
