(* Policies that are better by their first action have a larger return: greedy ones, and those that switch. *)

From Coq Require Import List Arith Bool ZArith QArith Field Lia.
From Coherence Require Export OptimalReturns.
Import ListNotations.
Open Scope nat_scope.
Open Scope bool_scope.
Open Scope K_scope.

Section Maximisers.
Context {K : ordered_field} {L : Logarithm K} (M : model K).
Hypothesis V : valid M = true.
Add Field K_of_maximisers : (is_field K).
Notation U := (return_to_go M).

(* A policy that takes actions with the largest entries of a table alone. *)
Lemma takes_largest (x : choices (extended K)) n s a : point M n s -> In a (acts M n s) ->
  (forall b, In b (acts M n s) -> low (x n s b)) -> maximiser_extended M x n s a <> 0 ->
  x n s a = extended_max (acts M n s) (x n s).
Proof.
  intros H Ha E N. destruct (largest (acts M n s) (x n s) (some_acts M V n s H) E) as [_ [b [Hb B]]].
  set (m := extended_max (acts M n s) (x n s)) in *.
  set (y := fun a => if extended_equals (x n s a) m then (1 : K) else 0).
  assert (T : sum (acts M n s) y <> 0).
  { intro z. assert (Y : y b = 0).
    { refine (sum_zero_each _ _ _ z b Hb). intros c _. unfold y. destruct (extended_equals _ _); auto using zero_le_one, le_refl. }
    unfold y in Y. rewrite B, then_equals in Y by auto. now elim (@not_one_zero K). }
  unfold maximiser_extended in N. change (share (acts M n s) y (fun a => prior M n s a) a <> 0) in N.
  rewrite share_live in N by assumption. unfold y in N at 1. destruct (extended_equals (x n s a) m) eqn:e; [now apply equals_then|].
  exfalso. apply N. field. assumption.
Qed.

Lemma maximiser_is_policy (x : choices (extended K)) : policy M (maximiser_extended M x).
Proof.
  split.
  - intros n s a H Ha. unfold maximiser_extended. apply share_nonnegative; auto; [|now apply (prior_is_policy V)].
    intros b _. destruct (extended_equals _ _); auto using zero_le_one, le_refl.
  - intros n s H. apply (share_sum (acts M n s) _ (fun a => prior M n s a)). now apply (prior_is_policy V).
Qed.

Lemma mean_of_largest (x : choices (extended K)) n s : point M n s ->
  (forall b, In b (acts M n s) -> low (x n s b)) ->
  extended_sum (acts M n s) (fun a => Finite (maximiser_extended M x n s a) * x n s a)%E = extended_max (acts M n s) (x n s).
Proof.
  intros H E. destruct (largest (acts M n s) (x n s) (some_acts M V n s H) E) as [_ [b [Hb B]]].
  pose proof (maximiser_is_policy x) as [G G1].
  assert (W : low (extended_max (acts M n s) (x n s))) by (rewrite B; auto).
  etransitivity; [|exact (mean_of_constant (acts M n s) (maximiser_extended M x n s) _ (fun a Ha => G n s a H Ha) (G1 n s H) W)].
  apply mean_same; auto. intros a Ha N. now apply takes_largest.
Qed.

(* No mean is larger than the largest entry. *)
Lemma mean_below_largest (x : choices (extended K)) p n s : policy M p -> point M n s ->
  (forall b, In b (acts M n s) -> low (x n s b)) ->
  (extended_sum (acts M n s) (fun a => Finite (p n s a) * x n s a) <= extended_max (acts M n s) (x n s))%E.
Proof.
  intros P H E. destruct (largest (acts M n s) (x n s) (some_acts M V n s H) E) as [A [b [Hb B]]].
  assert (W : low (extended_max (acts M n s) (x n s))) by (rewrite B; auto). destruct P as [P P1].
  rewrite <- (mean_of_constant (acts M n s) (p n s) _ (fun a Ha => P n s a H Ha) (P1 n s H) W).
  apply mean_at_most; auto.
Qed.

Notation greedy_of p := (maximiser_extended M (return_from M (U p))).

Lemma greedy_returns p : policy M p -> forall n s, point M n s -> (U p n s <= U (greedy_of p) n s)%E.
Proof.
  intros P. apply (better_by_first_return M V); auto using maximiser_is_policy. intros n s H.
  rewrite (mean_of_largest (return_from M (U p))), to_go_equation by (auto; intros; now apply low_action_value).
  apply mean_below_largest; auto. intros. now apply low_action_value.
Qed.

Lemma greedy_return p : policy M p -> (expected_return M p <= expected_return M (greedy_of p))%E.
Proof. intro P. apply (return_at_most M V); auto using maximiser_is_policy, greedy_returns. Qed.

(** * The policy that takes the maximising actions has the largest return *)

Lemma taking_largest_returns p : policy M p ->
  (forall n s a, point M n s -> In a (acts M n s) -> p n s a <> 0 -> return_from M (largest_return M) n s a = largest_return M n s) ->
  forall n s, point M n s -> U p n s = largest_return M n s.
Proof.
  intros P E n. induction n as [n IH] using lt_wf_ind. intros s H. rewrite to_go_equation.
  destruct P as [P0 P1].
  rewrite <- (mean_of_constant (acts M n s) (p n s) _ (fun a Ha => P0 n s a H Ha) (P1 n s H) (low_largest M V n s H)).
  apply mean_same.
  - auto.
  - intros. apply low_action_value; auto. now split.
  - intros. now apply low_largest.
  - intros a Ha N. rewrite <- (E n s a) by assumption.
    assert (X : forall m t, n = S m -> In t (succ M n s a) -> U p m t = largest_return M m t).
    { intros m t -> Ht. apply IH; auto. now apply (step M V m s a). }
    assert (Y : forall m t, n = S m -> In t (succ M n s a) -> low (largest_return M m t)).
    { intros m t -> Ht. apply low_largest; auto. now apply (step M V m s a). }
    apply at_most_antisym; apply (return_from_at_most M V); auto using low_largest;
      try (intros; apply low_to_go; auto; now split); intros m t e Ht; rewrite (X m t e Ht); apply at_most_refl; eauto.
Qed.

Lemma best_return : expected_return M (maximiser_extended M (return_from M (largest_return M))) = optimal_return M.
Proof.
  rewrite (return_is_from_start M V), optimal_return_is by apply maximiser_is_policy. apply extended_sum_ext.
  intros [n s] H. apply in_points in H. f_equal. apply taking_largest_returns; auto using maximiser_is_policy.
  intros m t a Ht Ha N. rewrite (largest_return_is M m t). apply takes_largest; auto. intros. now apply low_largest_from.
Qed.

(** * Where no action is better there is no better policy *)

Lemma unimproved_is_largest p : policy M p ->
  (forall n s, point M n s -> (extended_max (acts M n s) (return_from M (U p) n s) <= U p n s)%E) ->
  forall n s, point M n s -> U p n s = largest_return M n s.
Proof.
  intros P E n. induction n as [n IH] using lt_wf_ind. intros s H. apply at_most_antisym; [now apply no_policy_returns_more|].
  eapply at_most_trans; [|now apply E]. rewrite largest_return_is.
  destruct (largest (acts M n s) (return_from M (largest_return M) n s) (some_acts M V n s H)) as [_ [b [Hb ->]]]; [intros; now apply low_largest_from|].
  apply at_most_trans with (return_from M (U p) n s b).
  - apply (return_from_at_most M V); auto using low_to_go, low_largest. intros m t -> Ht.
    pose proof (step M V m s b t H Hb Ht) as Hp. rewrite (IH m (Nat.lt_succ_diag_r m) t Hp). apply at_most_refl. now apply low_largest.
  - apply (largest (acts M n s) (return_from M (U p) n s)); auto; [now apply some_acts | intros; now apply low_action_value].
Qed.

Lemma unimproved_return p : policy M p ->
  (forall n s, point M n s -> (extended_max (acts M n s) (return_from M (U p) n s) <= U p n s)%E) ->
  expected_return M p = optimal_return M.
Proof.
  intros P E. rewrite (return_is_from_start M V), optimal_return_is by assumption. apply extended_sum_ext.
  intros [n s] H. apply in_points in H. f_equal. now apply unimproved_is_largest.
Qed.
End Maximisers.

Theorem theorem_backward_induction_printed : statement_backward_induction_printed.
Proof.
  intros K L M V. pose proof (prior_is_policy V) as P. conjuncts; [|now apply return_at_most_optimal].
  apply every_point. intros n s H. exact (no_policy_returns_more M V _ P n s H).
Qed.

Theorem theorem_backward_induction_attained : statement_backward_induction_attained.
Proof.
  intros K L M V. change (extended_equals (expected_return M (maximiser_extended M (return_from M (largest_return M)))) (optimal_return M) = true).
  rewrite best_return by assumption. apply then_equals. now apply low_optimal_return.
Qed.

Theorem theorem_no_positive_advantage_printed : statement_no_positive_advantage_printed.
Proof.
  intros K L M V E. pose proof (prior_is_policy V) as P. unfold unimprovable in E. rewrite every_point in E.
  rewrite (unimproved_return M V _ P E). apply then_equals. now apply low_optimal_return.
Qed.

Theorem theorem_no_positive_advantage_visits_all : statement_no_positive_advantage_visits_all.
Proof.
  intros K L M V E W. apply theorem_no_positive_advantage_printed; auto. unfold unimprovable, unimprovable_where_visited, visits_every_state in *.
  rewrite every_point in *. intros n s H. specialize (E n s H). specialize (W n s H). apply positive_then in W.
  apply orb_true_iff in E. destruct E as [z|E]; [|exact E]. apply equals_true in z. contradiction.
Qed.

Theorem theorem_policy_improvement_printed : statement_policy_improvement_printed.
Proof.
  intros K L M V. pose proof (prior_is_policy V) as P. conjuncts; [|exact (greedy_return M V _ P)].
  apply every_point. intros n s H. exact (greedy_returns M V _ P n s H).
Qed.

Theorem theorem_policy_improvement_any_promising_policy : statement_policy_improvement_any_promising_policy.
Proof.
  intros K L M V E. unfold promises_improvement in E. rewrite every_point in E. apply every_point.
  exact (better_by_first_return M V _ _ (prior_is_policy V) (second_is_policy V) E).
Qed.

Theorem theorem_greedy_for_another_own : statement_greedy_for_another_own.
Proof. intros K L M V. exact (greedy_return M V _ (second_is_policy V)). Qed.

Theorem theorem_greedy_for_another_no_worse : statement_greedy_for_another_no_worse.
Proof. intros K L M V B. eapply at_most_trans; [exact B | exact (greedy_return M V _ (uniform_is_policy M V))]. Qed.

Theorem theorem_greedy_for_another_no_worse_any_two : statement_greedy_for_another_no_worse_any_two.
Proof. intros K L M V B. eapply at_most_trans; [exact B | exact (greedy_return M V _ (second_is_policy V))]. Qed.

Theorem theorem_jensen_printed : statement_jensen_printed.
Proof.
  intros K L M V. pose proof (prior_is_policy V) as P. conjuncts.
  - rewrite (return_is_from_start M V _ P). unfold success_probability.
    apply at_most_trans with (extended_sum (all_points M) (fun '(n, s) => Finite (start M n s) * log (Finite (soft_v M (prior M) n s)))%E).
    + apply (from_start_at_most M V); [intros; now apply low_to_go | intros; now apply low_log, (v_nonnegative M V) | intros; now apply (return_below_log M V)].
    + assert (T : forall (f : nat * nat -> extended K) g, (forall i, f i = g i) -> extended_sum (all_points M) f = extended_sum (all_points M) g)
        by (intros; apply extended_sum_ext; auto).
      rewrite (T _ (fun i => Finite (start M (fst i) (snd i)) * log (Finite (soft_v M (prior M) (fst i) (snd i))))%E) by now intros [].
      rewrite (sum_ext (all_points M) _ (fun i => (start M (fst i) (snd i) * soft_v M (prior M) (fst i) (snd i))%K)) by now intros [].
      apply (log_of_mean (all_points M) (fun i => start M (fst i) (snd i)) (fun i => soft_v M (prior M) (fst i) (snd i))).
      * intros [n s] H. apply in_points in H. now apply start_nonnegative.
      * rewrite <- (start_sum M V). apply sum_ext. now intros [].
      * intros [n s] H. apply in_points in H. now apply (v_nonnegative M V).
  - apply every_choice. intros n s a H Ha. now apply (return_below_log M V).
Qed.
