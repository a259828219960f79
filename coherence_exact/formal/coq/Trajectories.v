(* Soft values as sums over trajectories (Proposition 4.2), and what follows from it. *)

From Coq Require Import List Arith Bool QArith Field Lia.
From Coherence Require Export Models Statements.
Import ListNotations.
Open Scope nat_scope.
Open Scope bool_scope.
Open Scope K_scope.

Section Trajectories.
Context {K : ordered_field} (M : model K).
Add Field K_field : (is_field K).

Lemma sum_from_action (p w : choices K) n : forall s a,
  sum (rests M n s a) (fun r => chance M n s a r * product (fun n s a => p n s a * w n s a) n s a r)
  = p n s a * soft_q_of M p w n s a.
Proof.
  induction n as [|n IH]; intros s a.
  - cbn [rests]. rewrite sum_cons, sum_nil, soft_q_last. cbn. ring.
  - rewrite sum_rests, soft_q_next.
    rewrite (sum_ext _ _ (fun s' => p (S n) s a * w (S n) s a * (dynamics M (S n) s a s' * soft_v_of M p w n s'))).
    + rewrite sum_times. ring.
    + intros s' _. rewrite soft_v_equation.
      rewrite (sum_ext _ _ (fun a' => p (S n) s a * w (S n) s a * dynamics M (S n) s a s' * (p n s' a' * soft_q_of M p w n s' a'))).
      * rewrite sum_times. ring.
      * intros a' _. rewrite <- IH, <- sum_times. apply sum_ext. intros r _. cbn [chance product pred]. ring.
Qed.

Lemma product_times (x y : choices K) n s a r :
  product (fun n s a => x n s a * y n s a) n s a r = product x n s a r * product y n s a r.
Proof. revert n s a. induction r as [|[t b] r IH]; intros; cbn; [reflexivity | rewrite IH; ring]. Qed.

Lemma product_power (x : choices K) k n s a r :
  product (fun n s a => natural_power (x n s a) k) n s a r = natural_power (product x n s a r) k.
Proof.
  revert n s a. induction r as [|[t b] r IH]; intros; cbn [product]; [reflexivity|].
  now rewrite IH, natural_power_times.
Qed.

Lemma product_ext (x y : choices K) n s a r : (forall n s a, x n s a = y n s a) ->
  product x n s a r = product y n s a r.
Proof. intro H. revert n s a. induction r as [|[t b] r IH]; intros; cbn; rewrite H; [reflexivity | now rewrite IH]. Qed.

Lemma soft_v_by_trajectories p w n s :
  soft_v_of M p w n s
  = sum (trajectories_at M n s) (fun '(a, r) => chance M n s a r * product (fun n s a => p n s a * w n s a) n s a r).
Proof.
  rewrite sum_trajectories_at, soft_v_equation. apply sum_ext. intros. symmetry. apply sum_from_action.
Qed.

Lemma soft_q_by_trajectories p w n s a :
  soft_q_of M p w n s a = sum (rests M n s a) (fun r => chance M n s a r * tail p n s a r * product w n s a r).
Proof.
  destruct n as [|n].
  - cbn [rests]. rewrite sum_cons, sum_nil, soft_q_last. cbn. ring.
  - rewrite sum_rests, soft_q_next, <- sum_times. apply sum_ext. intros s' _.
    rewrite soft_v_equation, <- !sum_times. apply sum_ext. intros a' _.
    rewrite <- sum_from_action, <- !sum_times. apply sum_ext. intros r _.
    rewrite product_times. cbn [chance product tail pred]. ring.
Qed.

Lemma condition_is_posterior p w n s a : In a (acts M n s) -> condition M p w n s a = posterior M p w n s a.
Proof.
  intro Ha. unfold condition, posterior. apply share_ext; auto. intros b _. symmetry. apply sum_from_action.
Qed.
End Trajectories.

Section Readings.
Context {K : ordered_field} (M : model K).
Add Field K_field' : (is_field K).

Lemma two_ways p w :
  every (all_choices M) (fun '(n, s, a) => soft_q_of M p w n s a
    =? sum (rests M n s a) (fun r => chance M n s a r * tail p n s a r * product w n s a r))
  && every (all_points M) (fun '(n, s) => soft_v_of M p w n s
    =? sum (trajectories_at M n s) (fun '(a, r) => chance M n s a r * product (fun n s a => p n s a * w n s a) n s a r))
  = true.
Proof.
  apply andb_true_iff. rewrite every_choice, every_point. split.
  - intros. apply equals_true. apply soft_q_by_trajectories.
  - intros. apply equals_true. apply soft_v_by_trajectories.
Qed.

Lemma same_choices (x y : choices K) : (forall n s a, point M n s -> In a (acts M n s) -> x n s a = y n s a) ->
  every (all_choices M) (fun '(n, s, a) => x n s a =? y n s a) = true.
Proof. intro H. apply every_choice. intros. apply equals_true. auto. Qed.

Lemma same_choices_then (x y : choices K) : every (all_choices M) (fun '(n, s, a) => x n s a =? y n s a) = true ->
  forall n s a, point M n s -> In a (acts M n s) -> x n s a = y n s a.
Proof. intros H n s a Hp Ha. rewrite every_choice in H. apply equals_true. auto. Qed.

Lemma success_two_ways p : success_probability M p = success_by_trajectories M p.
Proof.
  unfold success_probability, success_by_trajectories. rewrite sum_trajectories, sum_choices.
  apply sum_ext. intros [n s] _. unfold soft_v. rewrite soft_v_equation, <- sum_times. apply sum_ext. intros a _.
  rewrite <- sum_from_action, <- sum_times. apply sum_ext. intros r _. unfold law. rewrite product_times. ring.
Qed.
End Readings.

Ltac conjuncts := rewrite ?andb_true_iff; repeat split.

Theorem theorem_4_2_printed : statement_4_2_printed.
Proof. intros K M _. exact (two_ways M (prior M) (weight M)). Qed.

Theorem theorem_two_ways_q_recursion : statement_two_ways_q_recursion.
Proof.
  intros K M _. pose proof (two_ways M (prior M) (fun n s a => power (weight M n s a) 2%Q)) as H.
  pose proof (two_ways M (uniform M) (weight M)) as G. apply andb_true_iff in H, G. conjuncts; tauto.
Qed.

Theorem theorem_two_ways_S_trajectories : statement_two_ways_S_trajectories.
Proof. intros K M _. conjuncts; apply equals_true, success_two_ways. Qed.

Theorem theorem_two_ways_posterior_trajectories : statement_two_ways_posterior_trajectories.
Proof.
  intros K M _. conjuncts; apply same_choices; intros n s a Hp Ha; [reflexivity | ..];
    exact (condition_is_posterior M _ _ n s a Ha).
Qed.

Lemma temperature_by_trajectories {K : ordered_field} (M : model K) alpha k n s a : In a (acts M n s) ->
  (alpha == count_of k)%Q ->
  temperature M (prior M) alpha n s a = share (acts M n s) (fun a => sum (rests M n s a) (fun rest =>
    chance M n s a rest * product (prior M) n s a rest * power (product (weight M) n s a rest) alpha))
    (fun a => prior M n s a) a.
Proof.
  intros Ha e. unfold temperature. rewrite condition_is_posterior by assumption. apply share_ext; auto.
  intros b _. apply sum_ext. intros r _. rewrite product_times, (power_natural _ _ _ e).
  rewrite (product_ext (fun n s a => power (weight M n s a) alpha) (fun n s a => natural_power (weight M n s a) k)).
  - rewrite product_power. destruct (is_field K) as [R]. destruct R. now rewrite Rmul_assoc.
  - intros. now apply power_natural.
Qed.

Theorem theorem_two_ways_temperature_trajectories : statement_two_ways_temperature_trajectories.
Proof.
  intros K M _. conjuncts; apply same_choices; intros n s a Hp Ha.
  - now apply (temperature_by_trajectories M _ 1).
  - now apply (temperature_by_trajectories M _ 2).
  - now apply (temperature_by_trajectories M _ 3).
Qed.

Theorem theorem_A_7_Q_last : statement_A_7_Q_last.
Proof.
  intros K M _. rewrite every_true. intros [[n s] a] H. apply filter_In in H. destruct H as [_ H].
  apply Nat.eqb_eq in H. subst n. apply equals_true, soft_q_last.
Qed.

Theorem theorem_two_ways_selection_rejection : statement_two_ways_selection_rejection.
Proof.
  intros K M _. rewrite every_trajectory. intros n s a r _ _ _. apply equals_true.
  unfold rejection, law_given_success.
  assert (P : forall x : K, power x 1%Q = x).
  { intro x. change (times x one = x). destruct (is_field K) as [R]. destruct R. now rewrite Rmul_comm, Rmul_1_l. }
  rewrite P. f_equal. apply sum_ext. intros [[[m t] b] q] _. now rewrite P.
Qed.
