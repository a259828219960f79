(* The largest probability of success, by backward induction: no policy has more, and the policy that looks ahead to
   the horizon has it. *)

From Coq Require Import List Arith Bool ZArith QArith Field Lia.
From Coherence Require Export Coherence.
Import ListNotations.
Open Scope nat_scope.
Open Scope bool_scope.
Open Scope K_scope.

Section Optimum.
Context {K : ordered_field} (M : model K).
Hypothesis V : valid M = true.
Add Field K_field : (is_field K).

Definition optimum : points K := back 0 (fun v n s => best M (fun n s a => weight M n s a * ahead M v n s a) n s).
Definition optimal_q : choices K := fun n s a => weight M n s a * ahead M optimum n s a.

Lemma optimum_is n s : optimum n s = max (acts M n s) (optimal_q n s).
Proof.
  unfold optimum at 1, back. apply max_ext. intros a _. unfold optimal_q. f_equal. apply ahead_ext.
  intros m t -> Ht. unfold optimum. apply back_known. lia.
Qed.

Lemma some_acts n s : point M n s -> acts M n s <> [].
Proof. apply (policy_some_act M (prior M)). now apply prior_is_policy. Qed.

Lemma optimum_from n s : point M n s -> (forall a, In a (acts M n s) -> 0 <= optimal_q n s a) -> 0 <= optimum n s.
Proof.
  intros H Q. rewrite optimum_is. destruct (max_member (acts M n s) (optimal_q n s) (some_acts n s H)) as [a [Ha ->]]. auto.
Qed.

Lemma optimal_q_nonnegative n : forall s a, point M n s -> In a (acts M n s) -> 0 <= optimal_q n s a.
Proof.
  induction n as [|n IH]; intros s a H Ha; unfold optimal_q; apply nonnegative_times;
    try now apply (weight_nonnegative V).
  - rewrite ahead_last. apply zero_le_one.
  - apply (ahead_nonnegative M V); auto. intros m t e Ht. injection e as <-.
    apply optimum_from; [now apply (step M V n s a)|]. intros b Hb. apply IH; auto. now apply (step M V n s a).
Qed.

(* Where only actions of the largest value are given something, an action that has something has the largest value. *)
Lemma argmax_share (l : list nat) (q r : nat -> K) a : (forall c, In c l -> 0 <= q c) -> In a l ->
  share l (fun c => if (q c =? max l q) && (0 <? max l q) then 1 else 0) r a <> 0 -> q a = max l q.
Proof.
  intros Q Ha N. set (x := fun c => if (q c =? max l q) && (0 <? max l q) then (1 : K) else 0) in *.
  assert (X : forall c, 0 <= x c) by (intro c; unfold x; destruct (_ && _); auto using zero_le_one, le_refl).
  assert (L : l <> []) by (intros ->; destruct Ha).
  destruct (equal_or_not (sum l x) 0) as [z|z].
  - destruct (equal_or_not (max l q) 0) as [e|e].
    + apply le_antisym; [now apply max_above | rewrite e; auto].
    + exfalso. destruct (max_member l q L) as [b [Hb Eb]].
      pose proof (sum_zero_each l x (fun c _ => X c) z b Hb) as Z. unfold x in Z.
      rewrite <- Eb, equals_refl in Z. rewrite (positive_from (max l q)) in Z; [now elim (@not_one_zero K) | | assumption].
      rewrite Eb. auto.
  - rewrite share_live in N by assumption. unfold x in N at 1. destruct (q a =? max l q) eqn:e; [now apply equals_true|].
    exfalso. apply N. cbn [andb]. field. assumption.
Qed.

(* No policy has more. *)
Theorem no_policy_has_more p : policy M p -> forall n s, point M n s -> soft_v M p n s <= optimum n s.
Proof.
  intros P n. induction n as [n IH] using lt_wf_ind. intros s H. rewrite v_equation.
  apply le_trans with (sum (acts M n s) (fun a => optimum n s * p n s a)).
  - apply sum_le. intros a Ha. rewrite (product_commutes (optimum n s)). apply le_times; [now apply P|].
    rewrite optimum_is. eapply le_trans; [|apply (max_above (acts M n s) (optimal_q n s) a Ha)].
    unfold soft_q. rewrite soft_q_ahead. unfold optimal_q. apply le_times; [now apply (weight_nonnegative V)|].
    apply (ahead_le M V); auto. intros m t -> Ht. apply IH; auto. now apply (step M V m s a).
  - rewrite sum_times. destruct P as [_ P]. rewrite P, times_one by assumption. apply le_refl.
Qed.

(* A policy that gives probability to the best actions alone has as much. *)
Definition attains (p : choices K) : Prop := forall n s a, point M n s -> In a (acts M n s) ->
  p n s a <> 0 -> optimal_q n s a = optimum n s.

Theorem attaining_is_optimal p : policy M p -> attains p -> forall n s, point M n s -> soft_v M p n s = optimum n s.
Proof.
  intros P A n. induction n as [n IH] using lt_wf_ind. intros s H. rewrite v_equation.
  rewrite (sum_ext _ _ (fun a => optimum n s * p n s a)).
  - rewrite sum_times. destruct P as [_ P]. rewrite P by assumption. apply times_one.
  - intros a Ha. destruct (equal_or_not (p n s a) 0) as [z|z]; [rewrite z; ring|].
    rewrite <- (A n s a) by assumption. unfold soft_q. rewrite soft_q_ahead. unfold optimal_q.
    rewrite (ahead_ext M (soft_v_of M p (weight M)) optimum); [ring|].
    intros m t -> Ht. apply IH; auto. now apply (step M V m s a).
Qed.

Notation looked k := (repeat k (fun q => fun n s a => weight M n s a * ahead M (best M q) n s a)).

Lemma looked_is q n : forall k s a, (n <= k)%nat -> (forall s a, point M 0 s -> q O s a = weight M 0 s a) ->
  point M n s -> In a (acts M n s) -> looked k q n s a = optimal_q n s a.
Proof.
  induction n as [|n IH]; intros k s a L Q H Ha.
  - unfold optimal_q. destruct k as [|k]; cbn [repeat]; rewrite ahead_last; [rewrite times_one; auto | reflexivity].
  - destruct k as [|k]; [lia|]. cbn [repeat]. unfold optimal_q. f_equal. apply ahead_ext.
    intros m t e Ht. injection e as <-. rewrite optimum_is. unfold best. apply max_ext. intros b Hb.
    apply IH; auto; [lia | now apply (step M V n s a)].
Qed.

Lemma steps_to_horizon : natural (horizon M - 1)%Q = pred (decisions M).
Proof.
  destruct (valid_parts V) as (T & _). unfold horizon. destruct (decisions M) as [|d]; [lia|]. apply steps_before.
Qed.

Lemma lookahead_attains p : policy M p ->
  policy M (lookahead_policy M p (horizon M)) /\ attains (lookahead_policy M p (horizon M)).
Proof.
  intro P. assert (Q : forall n s a, point M n s -> In a (acts M n s) -> lookahead_q M p (horizon M) n s a = optimal_q n s a).
  { intros n s a H Ha. unfold lookahead_q. rewrite steps_to_horizon. apply looked_is; auto.
    - destruct H. lia.
    - intros. unfold soft_q. apply soft_q_last. }
  assert (B : forall n s, point M n s -> best M (lookahead_q M p (horizon M)) n s = optimum n s).
  { intros n s H. rewrite optimum_is. apply max_ext. intros. now apply Q. }
  split; [split|].
  - intros n s a H Ha. unfold lookahead_policy. apply share_nonnegative; auto.
    + intros b _. match goal with |- context [if ?c then _ else _] => destruct c end; auto using zero_le_one, le_refl.
    + now apply P.
  - intros n s H. unfold lookahead_policy.
    apply (share_sum (acts M n s) _ (fun a => p n s a)). now apply P.
  - intros n s a H Ha N. rewrite <- Q, <- B by assumption. unfold best.
    apply (argmax_share (acts M n s) (lookahead_q M p (horizon M) n s) (fun a => p n s a)); auto.
    intros c Hc. rewrite Q by assumption. now apply optimal_q_nonnegative.
Qed.

(* From an optimal value every greedy action for the policy's own values leads to optimal values. *)
Lemma greedy_keeps_optimum p : policy M p -> forall n s, point M n s ->
  soft_v M p n s = optimum n s -> soft_v M (greedy_limit M p) n s = optimum n s.
Proof.
  intros P n. induction n as [n IH] using lt_wf_ind. intros s H E.
  assert (G : policy M (greedy_limit M p)).
  { split; [intros m t a Hm Ha; unfold greedy_limit; apply share_nonnegative; auto; [|now apply P] | intros m t Hm].
    - intros b _. destruct (is_best M p m t b); auto using zero_le_one, le_refl.
    - unfold greedy_limit. apply (share_sum (acts M m t) _ (fun a => p m t a)). now apply P. }
  assert (B : forall a, In a (acts M n s) -> soft_q M p n s a <= optimal_q n s a).
  { intros a Ha. unfold soft_q. rewrite soft_q_ahead. unfold optimal_q. apply le_times; [now apply (weight_nonnegative V)|].
    apply (ahead_le M V); auto. intros m t -> Ht. apply no_policy_has_more; auto. now apply (step M V m s a). }
  assert (T : max (acts M n s) (soft_q M p n s) = optimum n s).
  { apply le_antisym.
    - rewrite optimum_is. destruct (max_member (acts M n s) (soft_q M p n s) (some_acts n s H)) as [b [Hb ->]].
      eapply le_trans; [now apply B|]. now apply (max_above (acts M n s) (optimal_q n s)).
    - rewrite <- E, v_equation. apply le_trans with (sum (acts M n s) (fun a => max (acts M n s) (soft_q M p n s) * p n s a)).
      + apply sum_le. intros a Ha. rewrite (product_commutes (max _ _)). apply le_times; [now apply P|].
        now apply (max_above (acts M n s) (soft_q M p n s)).
      + rewrite sum_times. destruct P as [_ P1]. rewrite P1, times_one by assumption. apply le_refl. }
  rewrite v_equation. transitivity (sum (acts M n s) (fun a => optimum n s * greedy_limit M p n s a)).
  - apply sum_ext. intros a Ha. destruct (equal_or_not (greedy_limit M p n s a) 0) as [z|z]; [rewrite z; ring|].
    assert (A : soft_q M p n s a = optimum n s).
    { rewrite <- T. apply (argmax_share (acts M n s) (soft_q M p n s) (fun a => p n s a)); auto.
      intros c Hc. now apply (q_nonnegative M V). }
    assert (F : soft_q M (greedy_limit M p) n s a = optimum n s); [|rewrite F; ring].
    rewrite <- A. unfold soft_q. rewrite !soft_q_ahead.
    destruct (equal_or_not (weight M n s a) 0) as [w|w]; [rewrite w; ring|]. f_equal.
    apply ahead_ext. intros m t -> Ht. pose proof (step M V m s a t H Ha Ht) as Hp.
    assert (O : soft_v M p m t = optimum m t); [|exact (eq_trans (IH m (Nat.lt_succ_diag_r m) t Hp O) (eq_sym O))].
    assert (D : ahead M (fun m t => optimum m t - soft_v M p m t) (S m) s a = 0).
    { assert (Q : optimal_q (S m) s a = soft_q M p (S m) s a).
      { apply le_antisym; [|now apply B]. rewrite A, optimum_is. now apply (max_above (acts M (S m) s) (optimal_q (S m) s)). }
      apply (times_cancel _ _ (weight M (S m) s a)); [assumption|].
      transitivity (optimal_q (S m) s a - soft_q M p (S m) s a); [|rewrite Q; ring].
      unfold optimal_q, soft_q. rewrite soft_q_ahead, !ahead_next, <- !sum_times, <- sum_minus.
      apply sum_ext. intros u _. unfold soft_v. ring. }
    assert (N : optimum m t - soft_v M p m t = 0).
    { apply (ahead_zero M V (fun m t => optimum m t - soft_v M p m t) m s a); auto.
      intros u Hu. apply (proj1 (le_minus _ _)), no_policy_has_more; auto. now apply (step M V m s a). }
    replace (optimum m t) with (optimum m t - soft_v M p m t + soft_v M p m t) by ring. rewrite N. ring.
  - rewrite sum_times. destruct G as [_ G]. rewrite G by assumption. apply times_one.
Qed.

Lemma success_is_optimal p : policy M p -> success_optimal M p = true ->
  forall n s, point M n s -> start M n s <> 0 -> soft_v M p n s = optimum n s.
Proof.
  intros P E n s H N. unfold success_optimal in E. apply equals_true in E.
  assert (Z : sum (all_points M) (fun '(n, s) => start M n s * (optimum n s - soft_v M p n s)) = 0).
  { transitivity (optimal_success M - success_probability M p); [|rewrite E; ring].
    unfold optimal_success, success_probability. rewrite <- sum_minus. apply sum_ext. intros [m t] _.
    fold optimum. ring. }
  assert (T : start M n s * (optimum n s - soft_v M p n s) = 0).
  { apply (sum_zero_each (all_points M) (fun '(n, s) => start M n s * (optimum n s - soft_v M p n s))) with (x := (n, s)); auto.
    - intros [m t] Hm. apply in_points in Hm. apply nonnegative_times; [now apply start_nonnegative|].
      apply (proj1 (le_minus _ _)). now apply no_policy_has_more.
    - now apply in_points. }
  destruct (times_zero _ _ T) as [|D]; [contradiction|].
  replace (optimum n s) with (optimum n s - soft_v M p n s + soft_v M p n s) by ring. rewrite D. ring.
Qed.
End Optimum.

Theorem theorem_two_ways_optimum_attained : statement_two_ways_optimum_attained.
Proof.
  intros K M V. apply equals_true. unfold success_probability, optimal_success. apply sum_ext. intros [n s] H.
  apply in_points in H. f_equal. destruct (lookahead_attains M V (prior M) (prior_is_policy V)) as [P A].
  exact (attaining_is_optimal M V _ P A n s H).
Qed.

Theorem theorem_4_14_success : statement_4_14_success.
Proof.
  intros K M V E. pose proof (prior_is_policy V) as P. apply equals_true.
  unfold success_probability, optimal_success. apply sum_ext. intros [n s] H. apply in_points in H.
  destruct (equal_or_not (start M n s) 0) as [z|z]; [rewrite z; now rewrite !zero_times|]. f_equal.
  apply (greedy_keeps_optimum M V _ P n s H). now apply (success_is_optimal M V).
Qed.
