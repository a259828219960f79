(* Policies that are better by their first action are better: greedy ones, and regression on values. *)

From Coq Require Import List Arith Bool ZArith QArith Field Lia.
From Coherence Require Export Returns Optimality.
Import ListNotations.
Open Scope nat_scope.
Open Scope bool_scope.
Open Scope K_scope.

Section Improvement.
Context {K : ordered_field} (M : model K).
Hypothesis V : valid M = true.
Add Field K_of_improvement : (is_field K).

Lemma better_by_first_action p r : policy M p -> policy M r ->
  (forall n s, point M n s -> soft_v M p n s <= sum (acts M n s) (fun a => r n s a * soft_q M p n s a)) ->
  forall n s, point M n s -> soft_v M p n s <= soft_v M r n s.
Proof.
  intros P R B n. induction n as [n IH] using lt_wf_ind. intros s H. eapply le_trans; [now apply B|].
  rewrite (v_equation M r). apply sum_le. intros a Ha. apply le_times; [now apply R|].
  unfold soft_q. rewrite !soft_q_ahead. apply le_times; [now apply (weight_nonnegative V)|].
  apply (ahead_le M V); auto. intros m t -> Ht. apply IH; auto. now apply (step M V m s a).
Qed.

Lemma greedy_first_action p : policy M p -> forall n s, point M n s ->
  soft_v M p n s <= sum (acts M n s) (fun a => greedy_limit M p n s a * soft_q M p n s a).
Proof.
  intros P n s H. pose proof (greedy_is_policy M p V P) as G.
  set (t := max (acts M n s) (soft_q M p n s)).
  apply le_trans with (sum (acts M n s) (fun a => t * p n s a)).
  - rewrite v_equation. apply sum_le. intros a Ha. rewrite (product_commutes t). apply le_times; [now apply P|].
    now apply (max_above (acts M n s) (soft_q M p n s)).
  - rewrite (sum_ext _ (fun a => greedy_limit M p n s a * soft_q M p n s a) (fun a => t * greedy_limit M p n s a)).
    + rewrite !sum_times. destruct P as [_ P1], G as [_ G1]. rewrite P1, G1 by assumption. apply le_refl.
    + intros a Ha. destruct (equal_or_not (greedy_limit M p n s a) 0) as [e|e]; [rewrite e; ring|].
      rewrite (argmax_share (acts M n s) (soft_q M p n s) (fun a => p n s a) a); [apply product_commutes | | assumption | exact e].
      intros c Hc. now apply (q_nonnegative M V).
Qed.

(** * Sums of rewards that are not negative *)

Variable p : choices K.
Hypothesis P : policy M p.
Variable x : choices K.
Hypothesis X : nonnegative M x.

Notation U := (to_go M p x).
Notation A := (fun n s a => x n s a + mean_ahead M U n s a).

Lemma mean_ahead_nonnegative n s a : point M n s -> In a (acts M n s) -> 0 <= mean_ahead M U n s a.
Proof.
  intros H Ha. destruct n as [|n]; [apply le_refl|]. unfold mean_ahead. cbn [last Nat.eqb next].
  apply sum_nonnegative. intros t Ht. apply nonnegative_times; [now apply (dynamics_nonnegative M V)|].
  apply (to_go_nonnegative M V p P); [exact X | now apply (step M V n s a)].
Qed.

Lemma action_value_nonnegative n s a : point M n s -> In a (acts M n s) -> 0 <= A n s a.
Proof. intros. apply nonnegative_plus; [now apply X | now apply mean_ahead_nonnegative]. Qed.

Definition regression : choices K :=
  fun n s a => share (acts M n s) (fun a => p n s a * A n s a) (fun a => p n s a) a.

Lemma regression_is_policy : policy M regression.
Proof.
  split.
  - intros n s a H Ha. unfold regression. apply share_nonnegative; [|now apply P | assumption].
    intros b Hb. apply nonnegative_times; [now apply P | now apply action_value_nonnegative].
  - intros n s H. apply (share_sum (acts M n s) _ (fun a => p n s a)). now apply P.
Qed.

Lemma regression_first_action n s : point M n s -> U n s <= sum (acts M n s) (fun a => regression n s a * A n s a).
Proof.
  intro H. rewrite to_go_is. destruct (equal_or_not (sum (acts M n s) (fun a => p n s a * A n s a)) 0) as [e|e].
  - rewrite e. apply sum_nonnegative. intros a Ha. apply nonnegative_times; [now apply regression_is_policy | now apply action_value_nonnegative].
  - rewrite (sum_ext _ (fun a => regression n s a * A n s a) (fun a => p n s a * (A n s a * A n s a) / sum (acts M n s) (fun a => p n s a * A n s a))).
    + rewrite sum_quotient by assumption. apply le_quotient; auto.
      * apply sum_nonnegative. intros a Ha. apply nonnegative_times; [now apply P | now apply action_value_nonnegative].
      * apply square_of_mean; [intros a Ha; now apply P | now apply P].
    + intros a Ha. unfold regression. rewrite share_live by assumption. field. assumption.
Qed.

Lemma regression_is_no_worse n : forall s, point M n s -> U n s <= to_go M regression x n s.
Proof.
  induction n as [n IH] using lt_wf_ind. intros s H. eapply le_trans; [now apply regression_first_action|].
  rewrite (to_go_is M regression). apply sum_le. intros a Ha. apply le_times; [now apply regression_is_policy|].
  apply le_plus_both; [apply le_refl|]. destruct n as [|n]; [apply le_refl|]. unfold mean_ahead. cbn [last Nat.eqb next].
  apply sum_le. intros t Ht. apply le_times; [now apply (dynamics_nonnegative M V)|].
  apply IH; [lia | now apply (step M V n s a)].
Qed.
End Improvement.

Theorem theorem_greedy_for_success_printed : statement_greedy_for_success_printed.
Proof.
  intros K M V. pose proof (prior_is_policy V) as P. apply success_rises; auto.
  apply (better_by_first_action M V); auto; [now apply greedy_is_policy | now apply (greedy_first_action M V)].
Qed.

Theorem theorem_regression_on_sums_printed : statement_regression_on_sums_printed.
Proof.
  intros K M V. apply every_point. intros n s H.
  exact (regression_is_no_worse M V (prior M) (prior_is_policy V) (weight M) (weight_nonnegative V) n s H).
Qed.
