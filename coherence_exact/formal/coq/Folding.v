(* Folding the posterior into the reward (Theorem 5.9): with the ratio to the prior folded in it is re-training for
   any dynamics, and folding cumulatively doubles the temperature where they are deterministic. *)

From Coq Require Import List Arith Bool QArith Field Lia.
From Coherence Require Export Temperature.
Import ListNotations.
Open Scope nat_scope.
Open Scope bool_scope.
Open Scope K_scope.

Lemma ratio_live {K : ordered_field} (M : model K) (x p : choices K) n s a :
  p n s a <> 0 -> ratio M x p n s a = x n s a / p n s a.
Proof. intro H. unfold ratio. now rewrite (proj2 (equals_false _ _) H). Qed.

Lemma condition_proportional {K : ordered_field} (M : model K) (p x y : choices K) c n s a :
  In a (acts M n s) -> c <> 0 ->
  (forall b, In b (acts M n s) -> c * (p n s b * soft_q_of M p x n s b) = p n s b * soft_q_of M p y n s b) ->
  condition M p x n s a = condition M p y n s a.
Proof. intros Ha N H. unfold condition. now apply (share_proportional (acts M n s) _ _ _ _ c). Qed.

Section Ratio.
Context {K : ordered_field} (M : model K).
Hypothesis V : valid M = true.
Variable p : choices K.
Hypothesis P : policy M p.
Add Field K_field : (is_field K).

Notation G := (goal_condition M).
Notation trained k := (repeat k (fun x => G x) p).
Notation folded k := (repeat k (fun w => fun n s a => weight M n s a * ratio M (condition M p w) p n s a) (weight M)).

Lemma support_stays k n s a : p n s a = 0 -> trained k n s a = 0.
Proof.
  intro e. induction k as [|k IH]; [assumption|]. cbn [repeat].
  destruct (equal_or_not (soft_v M (trained k) n s) 0) as [z|z].
  - now rewrite goal_dead.
  - rewrite goal_live by assumption. rewrite IH. field. assumption.
Qed.

Lemma dead_stays k n s a : point M n s -> In a (acts M n s) -> soft_v M (trained k) n s = 0 -> trained k n s a = p n s a.
Proof.
  intros H Ha. induction k as [|k IH]; intro e; [reflexivity|]. cbn [repeat] in *.
  assert (z : soft_v M (trained k) n s = 0).
  { apply le_antisym.
    - rewrite <- e. apply (v_rises M V); auto. now apply retrain_is_policy.
    - apply (v_nonnegative M V); auto. now apply retrain_is_policy. }
  rewrite goal_dead by assumption. auto.
Qed.

(* Conditioning the prior with weights that have the same products with it as a policy with the model's. *)
Lemma condition_like (x y : choices K) :
  (forall n s a, point M n s -> In a (acts M n s) -> p n s a * x n s a = y n s a * weight M n s a) ->
  (forall n s a, point M n s -> In a (acts M n s) -> soft_v M y n s = 0 -> y n s a = p n s a) ->
  forall n s a, point M n s -> In a (acts M n s) -> condition M p x n s a = G y n s a.
Proof.
  intros E F n s a H Ha. unfold goal_condition, condition.
  assert (S : forall b, In b (acts M n s) -> p n s b * soft_q_of M p x n s b = y n s b * soft_q_of M y (weight M) n s b).
  { intros b Hb. rewrite !soft_q_ahead. rewrite (ahead_ext M (soft_v_of M p x) (soft_v_of M y (weight M))).
    - match goal with |- ?p * (?x * ?v) = ?q * (?y * ?v) => transitivity (p * x * v); [ring|]; rewrite E by auto; ring end.
    - intros m t -> Ht. apply (soft_v_ext M V); auto. now apply (step M V m s b). }
  apply (share_proportional (acts M n s) _ _ _ _ 1); auto using not_one_zero.
  - intros b Hb. rewrite <- S by assumption. ring.
  - intro z. symmetry. apply F; auto. unfold soft_v. rewrite soft_v_equation, <- z. apply sum_ext.
    intros b Hb. symmetry. now apply S.
Qed.

Lemma folded_is_trained k : forall n s a, point M n s -> In a (acts M n s) ->
  condition M p (folded k) n s a = trained (S k) n s a
  /\ p n s a * folded k n s a = trained k n s a * weight M n s a.
Proof.
  induction k as [|k IH]; intros n s a H Ha; [split; reflexivity|].
  assert (E : forall n s a, point M n s -> In a (acts M n s) -> p n s a * folded (S k) n s a = trained (S k) n s a * weight M n s a).
  { intros m t b Hm Hb. cbn [repeat]. destruct (equal_or_not (p m t b) 0) as [z|z].
    - pose proof (support_stays (S k) m t b z) as T. cbn [repeat] in T. rewrite z, T. ring.
    - rewrite ratio_live by assumption. rewrite (proj1 (IH m t b Hm Hb)). cbn [repeat]. field. assumption. }
  split; [|now apply E]. change (trained (S (S k))) with (G (trained (S k))).
  apply condition_like; auto. intros m t b Hm Hb. now apply dead_stays.
Qed.
End Ratio.

Section Cumulative.
Context {K : ordered_field} (M : model K).
Hypothesis V : valid M = true.
Hypothesis D : deterministic M = true.
Variable p : choices K.
Hypothesis P : policy M p.
Add Field K_field' : (is_field K).

Notation folded k := (repeat k (fun w => fun n s a => w n s a * ratio M (condition M p w) p n s a) (weight M)).
Notation W := (weights_to M).
Notation Z k := (soft_v_of M p (W k)).

Lemma Z_up k n s : point M n s -> Z k n s = 0 -> Z (S k) n s = 0.
Proof.
  intros H e. destruct (value_of_tempered M V D p P k n s H) as [E _]. rewrite <- E, e. ring.
Qed.

Lemma Z_one k n s : point M n s -> (1 <= k)%nat -> (Z k n s = 0 <-> Z 1 n s = 0).
Proof.
  intros H. induction k as [|k IH]; intro L; [lia|]. destruct k as [|k]; [tauto|].
  split; intro e.
  - apply IH; [lia|]. now apply (Z_dies M V D p P).
  - apply Z_up; auto. apply IH; [lia | assumption].
Qed.

Fixpoint potential (k : nat) : points K :=
  match k with O => fun _ _ => 1 | S j => fun n s => potential j n s * Z (2 ^ j) n s end.

Lemma two_powers k : (1 <= 2 ^ k)%nat.
Proof. induction k; cbn; lia. Qed.

Lemma potential_live k n s : point M n s -> Z 1 n s <> 0 -> potential k n s <> 0.
Proof.
  intros H N. induction k as [|k IH]; cbn; [apply not_one_zero|]. apply times_not_zero; auto.
  intro e. apply N. apply (Z_one (2 ^ k)); auto using two_powers.
Qed.

Definition shaped (k : nat) : Prop := forall n s a, point M n s -> In a (acts M n s) ->
  (Z 1 n s <> 0 -> p n s a * folded k n s a * potential k n s = p n s a * W (2 ^ k) n s a * ahead M (potential k) n s a)
  /\ (Z 1 n s = 0 -> p n s a * folded k n s a = p n s a * weight M n s a).

Lemma dead_cases n s a : point M n s -> In a (acts M n s) -> Z 1 n s = 0 ->
  p n s a = 0 \/ weight M n s a = 0 \/ ahead M (Z 1) n s a = 0.
Proof.
  intros H Ha e. destruct (Z_zero M V p P 1 n s a H e Ha) as [z|[z|z]]; auto.
  right. left. now apply natural_power_zero in z.
Qed.

Lemma value_of_folded k : shaped k -> forall n s, point M n s ->
  potential k n s * soft_v_of M p (folded k) n s = Z (2 ^ k) n s /\ (Z 1 n s = 0 -> soft_v_of M p (folded k) n s = 0).
Proof.
  intros S n. induction n as [n IH] using lt_wf_ind. intros s H.
  assert (A : forall a, In a (acts M n s) ->
    ahead M (potential k) n s a * ahead M (soft_v_of M p (folded k)) n s a = ahead M (Z (2 ^ k)) n s a).
  { intros a Ha. apply (ahead_relates M V D (fun x y z => x * y = z)); auto; [ring|].
    intros m t -> Ht. apply IH; auto. }
  destruct (equal_or_not (Z 1 n s) 0) as [e|e].
  - assert (U : soft_v_of M p (folded k) n s = 0).
    { rewrite soft_v_equation. apply sum_of_zero. intros a Ha. rewrite soft_q_ahead.
      match goal with |- ?p * (?x * ?v) = 0 => transitivity (p * x * v); [ring|] end.
      rewrite (proj2 (S n s a H Ha) e). destruct (dead_cases n s a H Ha e) as [z|[z|z]]; [rewrite z; ring | rewrite z; ring |].
      revert z. apply (ahead_relates M V D (fun x y _ => y = 0 -> p n s a * weight M n s a * x = 0) _ (Z 1) (Z 1)); auto.
      - intro z. now elim (@not_one_zero K).
      - intros m t -> Ht z. rewrite (proj2 (IH m (Nat.lt_succ_diag_r m) t Ht) z). ring. }
    split; [|auto]. rewrite U. replace (potential k n s * 0) with (0 : K) by ring. symmetry.
    apply Z_one; auto using two_powers.
  - split; [|contradiction]. rewrite soft_v_equation, (Z_equation M p), <- sum_times. apply sum_ext. intros a Ha.
    rewrite soft_q_ahead, <- A by assumption.
    match goal with |- ?f * (?p * (?x * ?v)) = _ => transitivity (p * x * f * v); [ring|] end.
    rewrite (proj1 (S n s a H Ha) e). ring.
Qed.

Lemma shaped_all k : shaped k.
Proof.
  induction k as [|k IH]; intros n s a H Ha.
  - split; intros _; [|reflexivity]. cbn [repeat potential Nat.pow]. unfold weights_to. cbn [natural_power].
    replace (ahead M (fun _ _ => 1) n s a) with (1 : K); [ring|].
    symmetry. now apply (ahead_relates M V D (fun x _ _ => x = 1) _ (fun _ _ => 1) (fun _ _ => 1)).
  - destruct (value_of_folded k IH n s H) as [E0 E1]. destruct (IH n s a H Ha) as [S1 S0]. cbn [repeat].
    split; intro e.
    + assert (N : potential k n s <> 0) by now apply potential_live.
      assert (U : soft_v_of M p (folded k) n s <> 0).
      { intro z. apply e. apply (Z_one (2 ^ k)); auto using two_powers. rewrite <- E0, z. ring. }
      destruct (equal_or_not (p n s a) 0) as [z|z]; [rewrite z; ring|].
      rewrite ratio_live by assumption. specialize (S1 e).
      assert (A : ahead M (potential (S k)) n s a
        = ahead M (potential k) n s a * (ahead M (potential k) n s a * ahead M (soft_v_of M p (folded k)) n s a)).
      { apply (ahead_relates M V D (fun x y z => z = x * (x * y))); auto; [ring|].
        intros m t -> Ht. cbn [potential]. now rewrite (proj1 (value_of_folded k IH m t Ht)). }
      rewrite A. replace (2 ^ S k)%nat with (2 ^ k + 2 ^ k)%nat by (cbn; lia).
      cbn [potential]. rewrite <- E0. unfold weights_to in *. rewrite natural_power_plus.
      pose proof (condition_times M p (folded k) n s a U) as C. rewrite soft_q_ahead in C.
      set (c := condition M p (folded k) n s a) in *. set (u := soft_v_of M p (folded k) n s) in *.
      set (f := potential k n s) in *. set (x := folded k n s a) in *.
      set (au := ahead M (soft_v_of M p (folded k)) n s a) in *. set (af := ahead M (potential k) n s a) in *.
      set (w := natural_power (weight M n s a) (2 ^ k)) in *.
      transitivity (x * f * (u * c) * f); [field; assumption|]. rewrite C.
      apply (times_cancel _ _ (p n s a)); [assumption|].
      transitivity ((p n s a * x * f) * (p n s a * x * f) * au); [ring|]. rewrite S1. ring.
    + destruct (equal_or_not (p n s a) 0) as [z|z]; [rewrite z; ring|].
      rewrite ratio_live by assumption. rewrite condition_dead by auto. rewrite <- (S0 e). field. assumption.
Qed.

Lemma cumulative_is_tempered k n s a : point M n s -> In a (acts M n s) ->
  condition M p (folded k) n s a = condition M p (W (2 ^ k)) n s a.
Proof.
  intros H Ha. destruct (value_of_folded k (shaped_all k) n s H) as [E0 E1].
  destruct (equal_or_not (Z 1 n s) 0) as [e|e].
  - rewrite !condition_dead; auto. apply Z_one; auto using two_powers.
  - apply (condition_proportional M p _ _ (potential k n s)); auto using potential_live.
    intros b Hb. rewrite !soft_q_ahead.
    assert (A : ahead M (potential k) n s b * ahead M (soft_v_of M p (folded k)) n s b = ahead M (Z (2 ^ k)) n s b).
    { apply (ahead_relates M V D (fun x y z => x * y = z)); auto; [ring|].
      intros m t -> Ht. now apply value_of_folded; auto using shaped_all. }
    rewrite <- A. destruct (shaped_all k n s b H Hb) as [S1 _].
    match goal with |- ?f * (?p * (?x * ?v)) = _ => transitivity (p * x * f * v); [ring|] end.
    rewrite (S1 e). ring.
Qed.
End Cumulative.

(** * For every k *)

Lemma steps_before k : natural (count_of (S k) - 1)%Q = k.
Proof.
  rewrite <- (natural_of k) at 2. apply natural_proper. unfold count_of. rewrite Nat2Z.inj_succ.
  unfold Z.succ. rewrite inject_Z_plus. change (inject_Z 1) with 1%Q. field.
Qed.

Lemma some_steps k : Qeq_bool (count_of (S k)) 0 = false.
Proof. reflexivity. Qed.

Theorem fold_ratio_is_retraining (K : ordered_field) (M : model K) (k : nat) : valid M = true ->
  every (all_choices M) (fun '(n, s, a) =>
    fold_f_ratio M (prior M) (count_of k) n s a =? retrain M (prior M) (count_of k) n s a) = true.
Proof.
  intro V. apply same_choices. intros n s a H Ha. unfold fold_f_ratio, retrain. rewrite natural_of.
  destruct k as [|k]; [reflexivity|]. rewrite some_steps. unfold weights_f_ratio. rewrite steps_before.
  apply (folded_is_trained M V); auto using prior_is_policy.
Qed.

Theorem cumulative_fold_ratio_is_temperature (K : ordered_field) (M : model K) (k : nat) :
  valid M = true -> deterministic M = true ->
  every (all_choices M) (fun '(n, s, a) =>
    temperature M (prior M) (count_of (2 ^ k)) n s a =? fold_h_ratio M (prior M) (count_of (S k)) n s a) = true.
Proof.
  intros V D. apply same_choices. intros n s a H Ha. rewrite (temperature_is M V _ _ (2 ^ k)) by (auto; reflexivity).
  unfold fold_h_ratio. rewrite some_steps. unfold weights_h_ratio. rewrite steps_before. symmetry.
  apply (cumulative_is_tempered M V D); auto using prior_is_policy.
Qed.

Theorem theorem_5_9_F_first : statement_5_9_F_first.
Proof. intros K M _. apply same_choices. reflexivity. Qed.

Theorem theorem_5_9_F_ratio : statement_5_9_F_ratio.
Proof.
  intros K M V. conjuncts.
  - exact (fold_ratio_is_retraining K M 1 V).
  - exact (fold_ratio_is_retraining K M 2 V).
  - exact (fold_ratio_is_retraining K M 3 V).
  - exact (fold_ratio_is_retraining K M 4 V).
Qed.

Theorem theorem_5_9_H_shifted_ratio : statement_5_9_H_shifted_ratio.
Proof.
  intros K M V D. conjuncts.
  - exact (cumulative_fold_ratio_is_temperature K M 0 V D).
  - exact (cumulative_fold_ratio_is_temperature K M 1 V D).
  - exact (cumulative_fold_ratio_is_temperature K M 2 V D).
Qed.

Lemma chain (K : ordered_field) (M : model K) (x y z : choices K) :
  every (all_choices M) (fun '(n, s, a) => x n s a =? y n s a) = true ->
  every (all_choices M) (fun '(n, s, a) => x n s a =? z n s a) = true ->
  every (all_choices M) (fun '(n, s, a) => z n s a =? y n s a) = true.
Proof.
  intros E F. apply same_choices. intros n s a H Ha.
  now rewrite <- (same_choices_then M _ _ E), <- (same_choices_then M _ _ F).
Qed.

Theorem theorem_5_9_shifted_ratio : statement_5_9_shifted_ratio.
Proof.
  intros K M V D.
  pose proof (temperature_k_is_k_retrainings K M 1 V D) as T1.
  pose proof (temperature_k_is_k_retrainings K M 2 V D) as T2.
  pose proof (temperature_k_is_k_retrainings K M 4 V D) as T4.
  conjuncts.
  - exact T1.
  - exact (fold_ratio_is_retraining K M 1 V).
  - exact (chain K M _ _ _ T1 (cumulative_fold_ratio_is_temperature K M 0 V D)).
  - exact T2.
  - exact (fold_ratio_is_retraining K M 2 V).
  - exact (chain K M _ _ _ T2 (cumulative_fold_ratio_is_temperature K M 1 V D)).
  - exact T4.
  - exact (fold_ratio_is_retraining K M 4 V).
  - exact (chain K M _ _ _ T4 (cumulative_fold_ratio_is_temperature K M 2 V D)).
Qed.

(** * Folding by explicit formulas, with posteriors summed over trajectories *)

Lemma condition_as_posterior {K : ordered_field} (M : model K) (x y : choices K) : valid M = true ->
  (forall n s a, point M n s -> In a (acts M n s) -> x n s a = y n s a) ->
  forall n s a, point M n s -> In a (acts M n s) -> condition M (prior M) x n s a = posterior M (prior M) y n s a.
Proof.
  intros V E n s a H Ha. rewrite <- condition_is_posterior by assumption. apply (condition_ext M V); auto.
  intros. f_equal. auto.
Qed.

Lemma ratio_as {K : ordered_field} (M : model K) (x p : choices K) y n s a : x n s a = y ->
  ratio M x p n s a = if p n s a =? 0 then 0 else y / p n s a.
Proof. intros <-. reflexivity. Qed.

Ltac counts := repeat match goal with
  | |- context [natural ?q] => let k := eval vm_compute in (natural q) in change (natural q) with k
  | |- context [Qeq_bool ?x ?y] => let b := eval vm_compute in (Qeq_bool x y) in change (Qeq_bool x y) with b
  end.

Ltac posteriors V := intros; cbn [repeat]; repeat match goal with
  | |- ?x = ?x => reflexivity
  | |- condition _ _ _ _ _ _ = posterior _ _ _ _ _ _ => apply (condition_as_posterior _ _ _ V); auto; intros
  | |- _ * _ = _ * _ => f_equal
  | |- ratio _ _ _ _ _ _ = _ => apply ratio_as
  end.

Theorem theorem_two_ways_fold_posterior : statement_two_ways_fold_posterior.
Proof.
  intros K M V. conjuncts; apply same_choices; intros n s a H Ha; unfold fold_f, fold_h, weights_f, weights_h; counts;
    posteriors V.
Qed.

Theorem theorem_two_ways_fold_ratio : statement_two_ways_fold_ratio.
Proof.
  intros K M V. conjuncts; apply same_choices; intros n s a H Ha;
    unfold fold_f_ratio, fold_h_ratio, weights_f_ratio, weights_h_ratio; counts; posteriors V.
Qed.

Theorem theorem_5_H_only_det_temperature_0 : statement_5_H_only_det_temperature_0.
Proof.
  intros K M V _ _. apply same_choices. intros n s a H Ha. rewrite (temperature_is M V _ _ 1) by (auto; reflexivity).
  unfold fold_h, weights_h. counts. cbn [repeat]. apply (condition_ext M V); auto. intros m t b _ _. f_equal.
  apply times_one.
Qed.
