(* Goal conditioning raises the probability of success, at every state and with any dynamics (Proposition 5.4). *)

From Coq Require Import List Arith Bool QArith Field Lia.
From Coherence Require Export Trajectories.
Import ListNotations.
Open Scope nat_scope.
Open Scope bool_scope.
Open Scope K_scope.

Lemma iff_true {K : ordered_field} (M : model K) x y : (x = true <-> y = true) -> Definitions.iff M x y = true.
Proof. unfold Definitions.iff. destruct x, y; intuition congruence. Qed.

Section Improvement.
Context {K : ordered_field} (M : model K).
Hypothesis V : valid M = true.
Add Field K_field : (is_field K).

Notation v := (soft_v M).
Notation q := (soft_q M).
Notation G := (goal_condition M).

Lemma v_equation p n s : v p n s = sum (acts M n s) (fun a => p n s a * q p n s a).
Proof. apply soft_v_equation. Qed.

Lemma q_nonnegative p n s a : policy M p -> point M n s -> In a (acts M n s) -> 0 <= q p n s a.
Proof. intros [Hp _] H Ha. apply (soft_q_nonnegative M V p (weight M)); auto using weight_nonnegative. Qed.

Lemma v_nonnegative p n s : policy M p -> point M n s -> 0 <= v p n s.
Proof. intros [Hp _] H. apply (soft_v_nonnegative M V); auto using weight_nonnegative. Qed.

Lemma conditioned_is_policy p w : policy M p -> nonnegative M w -> policy M (condition M p w).
Proof.
  intros [Hp H1] Hw. split.
  - intros n s a H Ha. unfold condition. apply share_nonnegative; auto. intros b Hb.
    apply nonnegative_times; [now apply Hp | now apply (soft_q_nonnegative M V)].
  - intros n s H. apply (share_sum (acts M n s) _ (fun a => p n s a)). now apply H1.
Qed.

Lemma goal_is_policy p : policy M p -> policy M (G p).
Proof. intro H. apply conditioned_is_policy; auto using weight_nonnegative. Qed.

Lemma retrain_is_policy p k : policy M p -> policy M (repeat k (fun x => G x) p).
Proof. intro H. induction k; cbn; auto using goal_is_policy. Qed.

Lemma goal_dead p n s a : v p n s = 0 -> G p n s a = p n s a.
Proof. intro H. unfold goal_condition, condition. apply share_dead. rewrite <- v_equation. exact H. Qed.

Lemma goal_live p n s a : v p n s <> 0 -> G p n s a = p n s a * q p n s a / v p n s.
Proof.
  intro H. unfold goal_condition, condition. rewrite share_live; fold (q p); rewrite <- v_equation; auto.
Qed.

(* Equation (2) in the proof of Proposition A.7. *)
Lemma mean_of_q p n s : v p n s <> 0 ->
  sum (acts M n s) (fun a => G p n s a * q p n s a)
  = sum (acts M n s) (fun a => p n s a * (q p n s a * q p n s a)) / v p n s.
Proof.
  intro H. rewrite <- sum_quotient by assumption. apply sum_ext. intros a _. rewrite goal_live by assumption.
  field. assumption.
Qed.

Lemma square_of_v p n s : policy M p -> point M n s ->
  v p n s * v p n s <= sum (acts M n s) (fun a => p n s a * (q p n s a * q p n s a)).
Proof.
  intros [Hp H1] H. rewrite v_equation. apply square_of_mean; [intros; now apply Hp | now apply H1].
Qed.

Lemma mean_of_q_rises p n s : policy M p -> point M n s ->
  v p n s <= sum (acts M n s) (fun a => G p n s a * q p n s a).
Proof.
  intros Hp H. destruct (equal_or_not (v p n s) 0) as [e|e].
  - rewrite v_equation. rewrite (sum_ext _ (fun a => p n s a * q p n s a) (fun a => G p n s a * q p n s a)).
    + apply le_refl.
    + intros. now rewrite goal_dead.
  - rewrite mean_of_q by assumption. apply le_minus.
    match goal with |- _ <= ?x / ?y - _ => replace (x / y - y) with ((x - y * y) / y) by (field; assumption) end.
    apply quotient_nonnegative; auto using v_nonnegative. apply (proj1 (le_minus _ _)). now apply square_of_v.
Qed.

Lemma v_rises p : policy M p -> forall n s, point M n s -> v p n s <= v (G p) n s.
Proof.
  intros Hp n. induction n as [|n IH]; intros s H.
  all: eapply le_trans; [now apply mean_of_q_rises|].
  all: rewrite (v_equation (G p)); apply sum_le; intros a Ha.
  all: apply le_times; [now apply (goal_is_policy p Hp)|].
  - unfold soft_q. rewrite !soft_q_last. apply le_refl.
  - unfold soft_q, soft_q_of. apply le_times; [now apply (weight_nonnegative V)|].
    apply ahead_le; auto. intros m t e Ht. injection e as <-. now apply IH, (step M V n s a).
Qed.

(* The equality case. *)

Definition constant_on_support (p : choices K) : Prop := forall n s a b, point M n s ->
  In a (acts M n s) -> In b (acts M n s) -> p n s a <> 0 -> p n s b <> 0 -> q p n s a = q p n s b.

Lemma constant_is_v p n s a : policy M p -> constant_on_support p -> point M n s -> In a (acts M n s) ->
  p n s a <> 0 -> q p n s a = v p n s.
Proof.
  intros [Hp H1] C H Ha N. rewrite v_equation.
  rewrite (sum_ext _ _ (fun b => q p n s a * p n s b)).
  - rewrite sum_times, H1 by assumption. ring.
  - intros b Hb. destruct (equal_or_not (p n s b) 0) as [e|e]; [rewrite e; ring|].
    rewrite (C n s a b) by assumption. ring.
Qed.

Lemma constant_then_same p n s a : policy M p -> constant_on_support p -> point M n s -> In a (acts M n s) ->
  G p n s a = p n s a.
Proof.
  intros Hp C H Ha. destruct (equal_or_not (v p n s) 0) as [e|e]; [now apply goal_dead|].
  rewrite goal_live by assumption. destruct (equal_or_not (p n s a) 0) as [z|z].
  - rewrite z. field. assumption.
  - rewrite (constant_is_v p n s a) by assumption. field. assumption.
Qed.

Lemma dead_q_zero p n s a : policy M p -> point M n s -> v p n s = 0 -> In a (acts M n s) -> p n s a <> 0 ->
  q p n s a = 0.
Proof.
  intros [Hp H1] H e Ha N.
  assert (Z := soft_v_zero M V p (weight M) n s Hp (weight_nonnegative V) H e a Ha).
  destruct (times_zero _ _ Z); [contradiction | assumption].
Qed.

Lemma constant_from_mean p : policy M p ->
  (forall n s, point M n s -> sum (acts M n s) (fun a => G p n s a * q p n s a) = v p n s) -> constant_on_support p.
Proof.
  intros Hp E n s a b H Ha Hb Na Nb. destruct (equal_or_not (v p n s) 0) as [e|e].
  - now rewrite !dead_q_zero.
  - specialize (E n s H). rewrite mean_of_q in E by assumption.
    assert (S : sum (acts M n s) (fun a => p n s a * (q p n s a * q p n s a))
      = sum (acts M n s) (fun a => p n s a * q p n s a) * sum (acts M n s) (fun a => p n s a * q p n s a)).
    { rewrite <- v_equation. rewrite <- E at 1. field. assumption. }
    destruct Hp as [Hp H1]. pose proof (square_of_mean_equal _ _ _ (fun a Ha => Hp n s a H Ha) (H1 n s H) S) as F.
    rewrite (F a), (F b); auto.
Qed.

Lemma q_constant_true p : q_constant_on_support M p = true <-> constant_on_support p.
Proof.
  unfold q_constant_on_support. rewrite every_pair. split.
  - intros H n s a b Hp Ha Hb Na Nb. specialize (H n s a b Hp Ha Hb). rewrite !orb_true_iff in H.
    rewrite !equals_true in H. tauto.
  - intros C n s a b Hp Ha Hb. rewrite !orb_true_iff, !equals_true.
    destruct (equal_or_not (p n s a) 0); [tauto|]. destruct (equal_or_not (p n s b) 0); [tauto|].
    right. now apply C.
Qed.
End Improvement.

Theorem theorem_5_4_every_state : statement_5_4_every_state.
Proof. intros K M V. apply every_point. intros. apply (v_rises M V); auto using prior_is_policy. Qed.

Lemma start_nonnegative {K : ordered_field} (M : model K) n s : valid M = true -> point M n s -> 0 <= start M n s.
Proof.
  intros V [Hn Hs]. unfold start. destruct (Nat.eqb (S n) (decisions M)) eqn:e; [|apply le_refl].
  apply Nat.eqb_eq in e. destruct (valid_parts V) as (_ & _ & _ & _ & _ & _ & _ & H & _).
  apply H. now rewrite <- e.
Qed.

Lemma success_rises {K : ordered_field} (M : model K) (x y : points K) : valid M = true ->
  (forall n s, point M n s -> x n s <= y n s) ->
  sum (all_points M) (fun '(n, s) => start M n s * x n s) <= sum (all_points M) (fun '(n, s) => start M n s * y n s).
Proof.
  intros V H. apply sum_le. intros [n s] Hp. apply in_points in Hp.
  apply le_times; [now apply start_nonnegative | auto].
Qed.

Theorem theorem_5_4_success : statement_5_4_success.
Proof.
  intros K M V. apply success_rises; auto. intros. apply (v_rises M V); auto using prior_is_policy.
Qed.

Theorem theorem_5_4_strict : statement_5_4_strict.
Proof.
  intros K M V. pose proof (prior_is_policy V) as P. apply iff_true.
  rewrite q_constant_true, every_point. change (retrain M (prior M) 1%Q) with (goal_condition M (prior M)). split.
  - intros E. apply (constant_from_mean M V); auto. intros n s H.
    specialize (E n s H) as E0. apply equals_true in E0. rewrite <- E0, v_equation. apply sum_ext. intros a Ha. f_equal.
    unfold soft_q, soft_q_of. f_equal. apply ahead_ext. intros m t -> Ht.
    specialize (E m t (step M V m s a t H Ha Ht)). apply equals_true in E. symmetry. exact E.
  - intros C n s H. apply equals_true. apply (soft_v_ext M V); auto. intros m t b Hm Hb.
    f_equal. now apply constant_then_same.
Qed.

Theorem theorem_A_7_nontrivial_corrected : statement_A_7_nontrivial_corrected.
Proof.
  intros K M V. pose proof (prior_is_policy V) as P. apply iff_true.
  rewrite q_constant_true. change (retrain M (prior M) 1%Q) with (goal_condition M (prior M)). split.
  - intros E. apply (constant_from_mean M V); auto. intros n s H. rewrite v_equation. apply sum_ext.
    intros a Ha. f_equal. now apply (same_choices_then M _ _ E).
  - intros C. apply same_choices. intros. now apply constant_then_same.
Qed.

Theorem theorem_A_7_eq2_printed : statement_A_7_eq2_printed.
Proof.
  intros K M V. pose proof (prior_is_policy V) as P. apply every_point. intros n s H.
  destruct (0 <? soft_v M (prior M) n s) eqn:e; [|reflexivity]. cbn [negb orb]. apply positive_then in e.
  apply andb_true_iff. split; [|now apply mean_of_q_rises].
  apply equals_true. rewrite mean_of_q by assumption. f_equal. apply sum_ext. intros a _. f_equal.
  rewrite (power_natural _ 2%Q 2) by reflexivity. cbn. destruct (is_field K) as [R]. destruct R.
  now rewrite (Rmul_comm _ 1), Rmul_1_l.
Qed.

Theorem theorem_4_optimism_overoptimistic : statement_4_optimism_overoptimistic.
Proof.
  intros K M V. pose proof (prior_is_policy V) as P. apply every_choice. intros n s a H Ha.
  unfold expected_success, conditioned_success, conditioned_dynamics. destruct n as [|n]; [apply le_refl|].
  cbn [next]. set (v := soft_v M (prior M)). set (total := sum (succ M (S n) s a) (fun s' => dynamics M (S n) s a s' * v n s')).
  assert (NV : forall t, In t (succ M (S n) s a) -> 0 <= v n t).
  { intros t Ht. apply (v_nonnegative M V); auto. now apply (step M V n s a). }
  destruct (equal_or_not total 0) as [e|e].
  - rewrite e. apply sum_nonnegative. intros t Ht.
    rewrite (ahead_zero M V v n s a H Ha NV e t Ht). apply times_zero_right.
  - rewrite (sum_ext _ _ (fun s' => dynamics M (S n) s a s' * (v n s' * v n s') / total)).
    + rewrite sum_quotient by assumption. apply le_quotient; auto.
      * apply sum_nonnegative. intros t Ht. apply nonnegative_times; [now apply (dynamics_nonnegative M V) | auto].
      * apply square_of_mean; [intros; now apply (dynamics_nonnegative M V) | now apply (dynamics_sum M V)].
    + intros t _. apply quotient_times. assumption.
Qed.

(** * Success rises unless nothing changes (Proposition 5.4, with finite rewards and full support) *)

Section Strict.
Context {K : ordered_field} (M : model K).
Hypothesis V : valid M = true.
Hypothesis F : finite_rewards M = true.
Hypothesis Full : full_support M = true.
Add Field K_of_strict : (is_field K).
Notation p := (prior M).
Notation v := (soft_v M).
Notation G := (goal_condition M).

Lemma rewarded n s a : point M n s -> In a (acts M n s) -> weight M n s a <> 0.
Proof. intros H Ha. unfold finite_rewards in F. rewrite every_choice in F. now apply positive_then, F. Qed.

Lemma supported n s a : point M n s -> In a (acts M n s) -> p n s a <> 0.
Proof. intros H Ha. unfold full_support in Full. rewrite every_choice in Full. now apply positive_then, Full. Qed.

Lemma possible_from n s : point M n s -> (forall a, In a (acts M n s) -> soft_q M p n s a <> 0) -> v p n s <> 0.
Proof.
  pose proof (prior_is_policy V) as P. intros H Q e.
  pose proof (policy_some_act M p n s P H) as N. destruct (acts M n s) as [|a l] eqn:E; [congruence|].
  assert (Ha : In a (acts M n s)) by (rewrite E; now left).
  pose proof (soft_v_zero M V p (weight M) n s (proj1 P) (weight_nonnegative V) H e a Ha) as Z.
  destruct (times_zero _ _ Z) as [z|z]; [now apply (supported n s a) in z | now apply (Q a (or_introl eq_refl))].
Qed.

Lemma q_possible n : forall s, point M n s -> forall a, In a (acts M n s) -> soft_q M p n s a <> 0.
Proof.
  pose proof (prior_is_policy V) as P. induction n as [|n IH]; intros s H a Ha e.
  - unfold soft_q in e. rewrite soft_q_last in e. now apply (rewarded 0 s a) in e.
  - unfold soft_q, soft_q_of in e. destruct (times_zero _ _ e) as [z|z]; [now apply (rewarded (S n) s a)|].
    pose proof (dynamics_sum M V n s a H Ha) as T. destruct (succ M (S n) s a) as [|t l] eqn:E.
    + now elim (@not_one_zero K (eq_sym T)).
    + assert (Ht : In t (succ M (S n) s a)) by (rewrite E; now left). pose proof (step M V n s a t H Ha Ht) as Hp.
      apply (possible_from n t Hp); [intros b Hb; now apply IH|]. apply (ahead_zero M V (v p) n s a); auto.
      intros u Hu. apply (v_nonnegative M V); auto. now apply (step M V n s a).
Qed.

Lemma always_possible n s : point M n s -> v p n s <> 0 /\ forall a, In a (acts M n s) -> soft_q M p n s a <> 0.
Proof. intro H. split; [apply possible_from; auto; now apply q_possible | now apply q_possible]. Qed.

(* Where the value of a state stays as it is, so do those of the states that follow. *)
Lemma stays_behind n s a t : point M (S n) s -> In a (acts M (S n) s) -> In t (succ M (S n) s a) ->
  v (G p) (S n) s = v p (S n) s -> v (G p) n t = v p n t.
Proof.
  intros H Ha Ht E. pose proof (prior_is_policy V) as P. pose proof (goal_is_policy M V p P) as GP.
  destruct (always_possible (S n) s H) as [Nv Nq].
  assert (B : forall b, In b (acts M (S n) s) -> soft_q M p (S n) s b <= soft_q M (G p) (S n) s b).
  { intros b Hb. unfold soft_q, soft_q_of. apply le_times; [now apply (weight_nonnegative V)|].
    apply (ahead_le M V); auto. intros m u e Hu. injection e as <-. apply (v_rises M V); auto. now apply (step M V n s b). }
  assert (Z : sum (acts M (S n) s) (fun b => G p (S n) s b * (soft_q M (G p) (S n) s b - soft_q M p (S n) s b)) = 0).
  { apply le_antisym.
    - rewrite (sum_ext _ _ (fun b => G p (S n) s b * soft_q M (G p) (S n) s b - G p (S n) s b * soft_q M p (S n) s b)) by (intros; ring).
      rewrite sum_minus, <- v_equation, E. apply le_minus.
      match goal with |- 0 <= 0 - (?x - ?y) => replace (0 - (x - y)) with (y - x) by ring end.
      apply (proj1 (le_minus _ _)). now apply (mean_of_q_rises M V).
    - apply sum_nonnegative. intros b Hb. apply nonnegative_times; [now apply GP | now apply (proj1 (le_minus _ _)), B]. }
  assert (T : G p (S n) s a * (soft_q M (G p) (S n) s a - soft_q M p (S n) s a) = 0).
  { refine (sum_zero_each _ _ _ Z a Ha). intros b Hb. apply nonnegative_times; [now apply GP | now apply (proj1 (le_minus _ _)), B]. }
  destruct (times_zero _ _ T) as [z|z].
  - exfalso. rewrite goal_live in z by assumption. apply (times_not_zero _ _ (supported _ s a H Ha) (Nq a Ha)).
    rewrite <- (times_one (p (S n) s a * soft_q M p (S n) s a)). 
    transitivity (p (S n) s a * soft_q M p (S n) s a / v p (S n) s * v p (S n) s); [field; assumption|].
    rewrite z. ring.
  - assert (A : ahead M (fun n s => v (G p) n s - v p n s) (S n) s a = 0).
    { apply (times_cancel _ _ (weight M (S n) s a)); [now apply rewarded|].
      transitivity (soft_q M (G p) (S n) s a - soft_q M p (S n) s a); [|rewrite z; ring].
      unfold soft_q, soft_q_of. rewrite !ahead_next.
      rewrite (sum_ext _ (fun s' => dynamics M (S n) s a s' * (v (G p) n s' - v p n s'))
        (fun s' => dynamics M (S n) s a s' * v (G p) n s' - dynamics M (S n) s a s' * v p n s')) by (intros; ring).
      rewrite sum_minus. unfold soft_v. ring. }
    assert (U : v (G p) n t - v p n t = 0).
    { apply (ahead_zero M V (fun n s => v (G p) n s - v p n s) n s a); auto. intros u Hu.
      apply (proj1 (le_minus _ _)), (v_rises M V); auto. now apply (step M V n s a). }
    replace (v (G p) n t) with (v (G p) n t - v p n t + v p n t) by ring. rewrite U. ring.
Qed.

Lemma same_success_then : success_probability M (G p) = success_probability M p ->
  forall n s, point M n s -> v (G p) n s = v p n s.
Proof.
  intros E. pose proof (prior_is_policy V) as P.
  assert (R : forall d n s, (n + d = pred (decisions M))%nat -> point M n s -> v (G p) n s = v p n s).
  { induction d as [|d IH]; intros n s e H.
    - assert (Z : sum (all_points M) (fun '(n, s) => start M n s * (v (G p) n s - v p n s)) = 0).
      { transitivity (success_probability M (G p) - success_probability M p); [|rewrite E; ring].
        unfold success_probability. rewrite <- sum_minus. apply sum_ext. intros [m t] _. ring. }
      assert (T : start M n s * (v (G p) n s - v p n s) = 0).
      { refine (sum_zero_each (all_points M) (fun '(n, s) => start M n s * (v (G p) n s - v p n s)) _ Z (n, s) _); [|now apply in_points].
        intros [m t] J. apply in_points in J. apply nonnegative_times; [now apply start_nonnegative|].
        now apply (proj1 (le_minus _ _)), (v_rises M V). }
      destruct (times_zero _ _ T) as [z|z].
      + exfalso. destruct (valid_parts V) as (L & _ & _ & _ & _ & _ & _ & I & _). destruct H as [H1 H2].
        unfold start in z. replace (Nat.eqb (S n) (decisions M)) with true in z by (symmetry; apply Nat.eqb_eq; lia).
        apply (I s); [|assumption]. now replace (pred (decisions M)) with n by lia.
      + replace (v (G p) n s) with (v (G p) n s - v p n s + v p n s) by ring. rewrite z. ring.
    - destruct (valid_parts V) as (_ & _ & _ & _ & _ & _ & _ & _ & _ & A).
      destruct (A n s H) as (s0 & a & H0 & Ha & Hs); [destruct H; lia|].
      apply (stays_behind n s0 a); auto. apply IH; auto. lia. }
  intros n s H. apply (R (pred (decisions M) - n)%nat); auto. destruct H. lia.
Qed.
End Strict.

Theorem theorem_5_4_strict_success : statement_5_4_strict_success.
Proof.
  intros K M V F Full. pose proof (theorem_5_4_strict K M V) as T. change (retrain M (prior M) 1%Q) with (goal_condition M (prior M)) in *.
  apply iff_true. unfold Definitions.iff in T. apply eqb_prop in T. rewrite <- T, equals_true, every_point. split.
  - intros E n s H. apply equals_true. now apply same_success_then.
  - intros E. unfold success_probability. apply sum_ext. intros [n s] J. apply in_points in J.
    specialize (E n s J). apply equals_true in E. now rewrite E.
Qed.
