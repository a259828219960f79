(* The variational bound: no policy trades return against divergence better than the logarithm of the probability of
   success, whatever the dynamics. *)

From Coq Require Import List Arith Bool ZArith QArith Field Lia.
From Coherence Require Export Gibbs.
Import ListNotations.
Open Scope nat_scope.
Open Scope bool_scope.
Open Scope K_scope.

Section Means.
Context {K : ordered_field} {L : Logarithm K} {A : Type}.
Add Field K_of_means : (is_field K).

(* The inequality of Jensen for the logarithm. *)
Lemma mean_of_logs (l : list A) (m y : A -> K) : (forall x, In x l -> 0 <= m x) -> sum l m = 1 ->
  (forall x, In x l -> 0 <= y x) -> (forall x, In x l -> m x <> 0 -> y x <> 0) ->
  sum l (fun x => m x * y x) <> 0 /\ sum l (fun x => m x * ln (y x)) <= ln (sum l (fun x => m x * y x)).
Proof.
  intros Hm H1 Hy N. set (t := sum l (fun x => m x * y x)).
  assert (T0 : 0 <= t) by (apply sum_nonnegative; intros; apply nonnegative_times; auto).
  assert (T : t <> 0).
  { intro e. destruct (sum_not_zero l m Hm) as [x [Hx Mx]]; [rewrite H1; apply not_one_zero|].
    assert (Z := sum_zero_each l (fun x => m x * y x) (fun x Hx => nonnegative_times _ _ (Hm x Hx) (Hy x Hx)) e x Hx).
    cbn beta in Z. destruct (times_zero _ _ Z) as [|z]; [contradiction | now apply (N x Hx)]. }
  split; [assumption|]. apply le_minus.
  assert (E : sum l (fun x => m x * ln (y x)) <= sum l (fun x => m x * (y x / t - 1) + ln t * m x)).
  { apply sum_le. intros x Hx. destruct (equal_or_not (m x) 0) as [z|z].
    - rewrite z. match goal with |- ?a <= ?b => replace a with b by ring end. apply le_refl.
    - pose proof (N x Hx z) as Y. pose proof (Hy x Hx) as Y0.
      assert (B : ln (y x / t) <= y x / t - 1).
      { apply ln_below; [now apply quotient_nonnegative|]. intro e. apply Y.
        replace (y x) with (y x / t * t) by (field; assumption). rewrite e. ring. }
      rewrite ln_quotient in B by assumption. apply le_minus in B. apply le_minus.
      match goal with |- 0 <= ?g => replace g with (m x * (y x / t - 1 - (ln (y x) - ln t))) by ring end.
      apply nonnegative_times; auto. }
  rewrite sum_plus, sum_times, H1 in E.
  rewrite (sum_ext _ (fun x => m x * (y x / t - 1)) (fun x => m x * y x / t - m x)) in E by (intros; field; assumption).
  rewrite sum_minus, sum_quotient, H1 in E by assumption. fold t in E.
  apply le_minus in E. replace (ln t - sum l (fun x => m x * ln (y x)))
    with (t / t - 1 + ln t * 1 - sum l (fun x => m x * ln (y x))) by (field; assumption). exact E.
Qed.
Lemma minus_nothing (x : K) : x - 0 = x.
Proof. ring. Qed.
End Means.

Section Bound.
Context {K : ordered_field} {L : Logarithm K} (M : model K).
Hypothesis V : valid M = true.
Add Field K_of_bound : (is_field K).

Notation total p x := (sum (all_choices M) (fun '(n, s, a) => occupancy M p n s * p n s a * x n s a)).
Notation logs := (fun n s a => ln (weight M n s a)).
Notation unrewarded := (zero_of (weight M)).

Variables p q : choices K.
Hypothesis P : policy M p.
Hypothesis Q : policy M q.
Notation v := (soft_v M p).
Notation r := (goal_condition M p).
Notation astray := (fun n s a => unrewarded n s a || zero_of p n s a).

Lemma total_at_most x y : (forall n s a, point M n s -> In a (acts M n s) -> occupancy M q n s * q n s a <> 0 -> x n s a <= y n s a) ->
  total q x <= total q y.
Proof.
  intro E. apply sum_le. intros [[n s] a] J. apply in_choices in J. destruct J as [H Ha].
  destruct (equal_or_not (occupancy M q n s * q n s a) 0) as [z|z].
  - rewrite z. match goal with |- 0 * ?a <= 0 * ?b => replace (0 * a) with (0 * b) by ring end. apply le_refl.
  - apply le_times; [now apply (occ_times_nonnegative M V q Q) | now apply E].
Qed.

Lemma v0 n s : point M n s -> 0 <= v n s.
Proof. intro H. now apply (v_nonnegative M V). Qed.

Lemma a0 n s a : point M n s -> In a (acts M n s) -> 0 <= ahead M v n s a.
Proof. intros H Ha. apply (ahead_nonnegative M V); auto. intros m t -> Ht. apply v0. now apply (step M V m s a). Qed.

Lemma alive n : forall s, point M n s -> to_go M q (indicator astray) n s = 0 -> v n s <> 0.
Proof.
  induction n as [n IH] using lt_wf_ind. intros s H G. rewrite (never_is M V q Q) in G by assumption.
  destruct (sum_not_zero (acts M n s) (q n s)) as [a [Ha Na]].
  - intros a Ha. now apply Q.
  - destruct Q as [_ Q1]. rewrite Q1 by assumption. apply not_one_zero.
  - destruct (G a Ha Na) as [B F]. apply orb_false_iff in B. destruct B as [B1 B2]. apply equals_false in B1, B2.
    intro e. pose proof (soft_v_zero M V p (weight M) n s (proj1 P) (weight_nonnegative V) H e a Ha) as Z.
    destruct (times_zero _ _ Z) as [z|z]; [contradiction|]. rewrite soft_q_ahead in z.
    destruct (times_zero _ _ z) as [y|y]; [contradiction|].
    destruct n as [|m]; [rewrite ahead_last in y; now apply (@not_one_zero K)|].
    pose proof (dynamics_sum M V m s a H Ha) as T. destruct (succ M (S m) s a) as [|t l] eqn:E.
    + now elim (@not_one_zero K (eq_sym T)).
    + assert (Ht : In t (succ M (S m) s a)) by (rewrite E; now left). pose proof (step M V m s a t H Ha Ht) as Hp.
      apply (IH m (Nat.lt_succ_diag_r m) t Hp); [apply (F m t eq_refl); first [assumption | now left]|]. apply (ahead_zero M V v m s a); auto.
      intros w Hw. apply v0. now apply (step M V m s a).
Qed.

Lemma ahead_alive n s a : point M n s -> In a (acts M n s) -> q n s a <> 0 -> to_go M q (indicator astray) n s = 0 ->
  ahead M v n s a <> 0 /\ mean_ahead M (fun n s => ln (v n s)) n s a <= ln (ahead M v n s a).
Proof.
  intros H Ha N G. rewrite (never_is M V q Q) in G by assumption. destruct (G a Ha N) as [_ F].
  destruct n as [|n].
  - rewrite ahead_last. split; [apply not_one_zero|]. rewrite ln_of_one. apply le_refl.
  - rewrite ahead_next. unfold mean_ahead. cbn [last Nat.eqb next].
    apply (mean_of_logs (succ M (S n) s a) (dynamics M (S n) s a) (v n)).
    + intros t Ht. now apply (dynamics_nonnegative M V).
    + now apply (dynamics_sum M V).
    + intros t Ht. apply v0. now apply (step M V n s a).
    + intros t Ht _. apply alive; [now apply (step M V n s a) | now apply F].
Qed.

Lemma r_is n s a : v n s <> 0 -> v n s * r n s a = p n s a * (weight M n s a * ahead M v n s a).
Proof. intro N. exact (condition_times M p (weight M) n s a N). Qed.

Theorem variational : meets M q unrewarded || meets M q (zero_of p) = false ->
  success_probability M p <> 0 /\ total q logs - total q (log_ratio q p) <= ln (success_probability M p).
Proof.
  intro B0. rewrite <- meets_either in B0. assert (B := B0).
  pose proof (goal_is_policy M V p P) as R.
  assert (Starts : forall n s, point M n s -> start M n s <> 0 -> v n s <> 0).
  { intros n s H N. apply alive; auto. now apply (never_met M V q Q astray). }
  pose proof (mean_of_logs (all_points M) (fun '(n, s) => start M n s) (fun '(n, s) => v n s)) as J.
  assert (SP : success_probability M p = sum (all_points M) (fun x => (let '(n, s) := x in start M n s) * (let '(n, s) := x in v n s))).
  { apply sum_ext. now intros [n s] _. }
  rewrite SP. destruct J as [J1 J2].
  { intros [n s] I. apply in_points in I. now apply start_nonnegative. }
  { exact (start_sum M V). }
  { intros [n s] I. apply in_points in I. now apply v0. }
  { intros [n s] I. apply in_points in I. now apply Starts. }
  split; [assumption|]. eapply le_trans; [|exact J2].
  assert (E : sum (all_points M) (fun x => (let '(n, s) := x in start M n s) * ln (let '(n, s) := x in v n s))
    = total q (fun n s a => ln (v n s) - mean_ahead M (fun n s => ln (v n s)) n s a)).
  { rewrite (total_of_potential M V q (fun n s => ln (v n s)) Q). apply sum_ext. now intros [n s] _. }
  rewrite E, <- total_minus.
  assert (Z : meets M q (zero_of r) = false).
  { unfold meets. apply not_true_iff_false. intro X. apply existsb_exists in X. destruct X as [[[n s] a] [I X]].
    apply in_choices in I. destruct I as [H Ha]. apply andb_true_iff in X. destruct X as [N X].
    apply negb_true_iff, equals_false in N. apply equals_true in X.
    assert (No : occupancy M q n s <> 0) by (intro e; apply N; rewrite e; ring).
    assert (Nq : q n s a <> 0) by (intro e; apply N; rewrite e; ring).
    pose proof (never_where_visited M V q Q astray B n s H No) as G. pose proof (alive n s H G) as Nv.
    destruct (ahead_alive n s a H Ha Nq G) as [Na _]. rewrite (never_is M V q Q) in G by assumption.
    destruct (G a Ha Nq) as [G1 _]. apply orb_false_iff in G1. destruct G1 as [W1 W2]. apply equals_false in W1, W2.
    pose proof (r_is n s a Nv) as T. rewrite X in T.
    assert (Y : p n s a * (weight M n s a * ahead M v n s a) = 0) by (rewrite <- T; ring).
    revert Y. apply times_not_zero; [assumption | now apply times_not_zero]. }
  pose proof (divergence_nonnegative M V q r Q R Z) as DR.
  apply le_trans with (total q (fun n s a => ln (v n s) - mean_ahead M (fun n s => ln (v n s)) n s a - log_ratio q r n s a)).
  - apply total_at_most. intros n s a H Ha N.
    assert (No : occupancy M q n s <> 0) by (intro e; apply N; rewrite e; ring).
    assert (Nq : q n s a <> 0) by (intro e; apply N; rewrite e; ring).
    pose proof (never_where_visited M V q Q astray B n s H No) as G. pose proof (alive n s H G) as Nv.
    destruct (ahead_alive n s a H Ha Nq G) as [Na JA]. rewrite (never_is M V q Q) in G by assumption.
    destruct (G a Ha Nq) as [G1 _]. apply orb_false_iff in G1. destruct G1 as [W1 W2]. apply equals_false in W1, W2.
    pose proof (r_is n s a Nv) as T. pose proof (v0 n s H) as V0. pose proof (a0 n s a H Ha) as A0.
    assert (w0 : 0 <= weight M n s a) by now apply (weight_nonnegative V). assert (p0 : 0 <= p n s a) by now apply P.
    assert (q0 : 0 <= q n s a) by now apply Q. assert (r0 : 0 <= r n s a) by now apply R.
    assert (Nr : r n s a <> 0).
    { intro X. rewrite X in T. assert (Y : p n s a * (weight M n s a * ahead M v n s a) = 0) by (rewrite <- T; ring).
      revert Y. apply times_not_zero; [assumption | now apply times_not_zero]. }
    assert (S1 : ln (v n s) + ln (r n s a) = ln (p n s a) + (ln (weight M n s a) + ln (ahead M v n s a))).
    { rewrite <- !ln_product by (auto using nonnegative_times, times_not_zero). now rewrite T. }
    unfold log_ratio. rewrite !ln_quotient by assumption. apply le_minus. apply le_minus in JA.
    match goal with |- 0 <= ?g => replace g with (ln (v n s) + ln (r n s a) - ln (p n s a) - ln (weight M n s a)
      - mean_ahead M (fun n s => ln (v n s)) n s a) by ring end.
    rewrite S1. match goal with |- 0 <= ?g => replace g with (ln (ahead M v n s a) - mean_ahead M (fun n s => ln (v n s)) n s a) by ring end.
    exact JA.
  - rewrite (total_minus M q (fun n s a => ln (v n s) - mean_ahead M (fun n s => ln (v n s)) n s a) (log_ratio q r)).
    apply le_minus. match goal with |- 0 <= ?x - (?x - ?y) => replace (x - (x - y)) with y by ring end. exact DR.
Qed.
End Bound.

Theorem theorem_variational_bound_printed : statement_variational_bound_printed.
Proof.
  intros K L M V. pose proof (prior_is_policy V) as P. pose proof (second_is_policy V) as Q.
  unfold regularised_return. rewrite (@one_is K) at 1.
  assert (S0 : 0 <= success_probability M (prior M)).
  { apply sum_nonnegative. intros [n s] J. apply in_points in J.
    apply nonnegative_times; [now apply start_nonnegative | now apply (v_nonnegative M V)]. }
  eapply is_at_most; [now apply (weighed_is M V) | now apply log_is |].
  destruct (meets M (second_policy M) (zero_of (weight M)) || meets M (second_policy M) (zero_of (prior M))) eqn:B; [now left | right].
  destruct (variational M V (prior M) (second_policy M) P Q B) as [N E]. split; [now apply equals_false|].
  cbn [embed]. now rewrite plus_zero, one_times.
Qed.

Theorem theorem_variational_bound_tight_deterministic : statement_variational_bound_tight_deterministic.
Proof.
  intros K L M V D O. pose proof (prior_is_policy V) as P. unfold regularised_return. rewrite (@one_is K) at 1.
  pose proof (conditioned_once M V (prior M) P) as R.
  destruct (single_start_is K M V O) as (n0 & s0 & H0 & O0 & I & F).
  assert (E : soft_v_of M (prior M) (weights_to M 1) n0 s0 = soft_v M (prior M) n0 s0).
  { apply (soft_v_ext M V); auto. intros. unfold weights_to. cbn [natural_power]. now rewrite times_one. }
  assert (S : success_probability M (prior M) = soft_v M (prior M) n0 s0) by (unfold success_probability; apply F).
  rewrite S. eapply (is_equal MinusInfinite (or_intror eq_refl)).
  - apply (weighed_is M V (prior M) P). apply R.
  - apply log_is. now apply (v_nonnegative M V).
  - rewrite (infinite_alike M V D (prior M) P 0 _ R _ (proj1 R)), no_divergence_from_itself, orb_false_r. unfold dead_start.
    apply eq_true_iff_eq. rewrite existsb_exists, equals_true, <- E. split.
    + intros [[n s] [J B]]. apply in_points in J. apply andb_true_iff in B. destruct B as [N B].
      apply negb_true_iff, equals_false in N. apply equals_true in B. destruct (I n s J N) as [-> ->]. exact B.
    + intro B. exists (n0, s0). split; [now apply in_points|]. rewrite B, equals_refl, andb_true_r, O0.
      apply negb_true_iff, equals_false. apply not_one_zero.
  - intro B. rewrite (identity_of_gibbs M V D (prior M) P 0 _ R _ (proj1 R) B), no_ratio_to_itself, <- E.
    rewrite (F (fun n s => ln (soft_v_of M (prior M) (weights_to M 1) n s))).
    apply minus_nothing.
Qed.
