(* Models of one decision. *)

From Coq Require Import List Arith Bool ZArith QArith Field Lia.
From Coherence Require Export Gibbs Optimality.
Import ListNotations.
Open Scope nat_scope.
Open Scope bool_scope.
Open Scope K_scope.

Section One.
Context {K : ordered_field} (M : model K).
Hypothesis V : valid M = true.
Hypothesis One : one_decision M = true.
Add Field K_of_one : (is_field K).

Lemma decisions_one : decisions M = 1%nat.
Proof.
  unfold one_decision in One. apply Qeq_bool_eq in One. unfold horizon, count_of in One.
  unfold Qeq, inject_Z in One. cbn in One. lia.
Qed.

Lemma only_point n s : point M n s -> n = O.
Proof. intros [H _]. rewrite decisions_one in H. lia. Qed.

Lemma one_is_deterministic : deterministic M = true.
Proof. apply every_choice. intros n s a H Ha. now rewrite (only_point n s H). Qed.

Lemma condition_at_last p x s a : condition M p x O s a = share (acts M O s) (fun a => p O s a * x O s a) (p O s) a.
Proof.
  unfold condition, share. rewrite (sum_ext _ (fun a => p O s a * soft_q_of M p x O s a) (fun a => p O s a * x O s a)).
  - rewrite soft_q_last. reflexivity.
  - intros b _. now rewrite soft_q_last.
Qed.

Section Uniform.
Hypothesis U : uniform_prior M = true.

Lemma uniform_row s : point M O s -> exists c, c <> 0 /\ forall a, In a (acts M O s) -> prior M O s a = c.
Proof.
  intro H. pose proof (policy_some_act M (prior M) O s (prior_is_policy V) H) as N.
  assert (C : sum (acts M O s) (fun _ => (1 : K)) <> 0).
  { rewrite sum_of_ones. intro e. apply (embed_injective _ 0) in e. destruct (acts M O s); [congruence | discriminate]. }
  exists (1 / sum (acts M O s) (fun _ => 1)). split.
  - intro e. apply (@not_one_zero K). replace (1 : K) with (1 / sum (acts M O s) (fun _ => 1) * sum (acts M O s) (fun _ => (1 : K))) by (field; exact C).
    rewrite e. ring.
  - intros a Ha. unfold uniform_prior in U. rewrite every_choice in U. specialize (U O s a H Ha). apply equals_true in U.
    etransitivity; [exact U | exact (share_live (acts M O s) (fun _ => 1) (fun a => prior M O s a) a C)].
Qed.

Lemma condition_of_uniform x s a : point M O s -> In a (acts M O s) -> sum (acts M O s) (x O s) <> 0 ->
  condition M (prior M) x O s a = x O s a / sum (acts M O s) (x O s).
Proof.
  intros H Ha N. destruct (uniform_row s H) as [c [C E]]. rewrite condition_at_last.
  assert (T : sum (acts M O s) (fun a => prior M O s a * x O s a) = c * sum (acts M O s) (x O s)).
  { rewrite <- sum_times. apply sum_ext. intros b Hb. now rewrite E. }
  rewrite share_live; rewrite T; [|now apply times_not_zero]. rewrite E by assumption. field. auto.
Qed.

(* A table that is a power of the weights, up to a factor in each row. *)
Definition is_power (x : choices K) (k : nat) (s : nat) : Prop :=
  exists c, c <> 0 /\ forall a, In a (acts M O s) -> x O s a = c * natural_power (weight M O s a) k.

Lemma power_sum_live s k : point M O s -> sum (acts M O s) (weight M O s) <> 0 ->
  sum (acts M O s) (fun a => natural_power (weight M O s a) k) <> 0.
Proof.
  intros H N e. destruct (sum_not_zero (acts M O s) (weight M O s)) as [a [Ha W]]; auto.
  - intros a Ha. now apply (weight_nonnegative V).
  - apply W. apply (natural_power_zero _ k).
    apply (sum_zero_each (acts M O s) (fun a => natural_power (weight M O s a) k)); auto.
    intros b Hb. apply natural_power_nonnegative. now apply (weight_nonnegative V).
Qed.

Lemma condition_of_power x k s : point M O s -> sum (acts M O s) (weight M O s) <> 0 -> is_power x k s ->
  is_power (condition M (prior M) x) k s.
Proof.
  intros H N [c [C E]]. pose proof (power_sum_live s k H N) as L.
  assert (T : sum (acts M O s) (x O s) = c * sum (acts M O s) (fun a => natural_power (weight M O s a) k)).
  { rewrite <- sum_times. apply sum_ext. exact E. }
  assert (X : sum (acts M O s) (x O s) <> 0) by (rewrite T; now apply times_not_zero).
  exists (1 / sum (acts M O s) (fun a => natural_power (weight M O s a) k)). split.
  - intro e. apply (@not_one_zero K).
    set (t := sum (acts M O s) (fun a => natural_power (weight M O s a) k)) in *.
    replace (1 : K) with (1 / t * t) by (field; assumption). rewrite e. ring.
  - intros a Ha. rewrite condition_of_uniform, T, E by assumption. field. auto.
Qed.

Lemma product_of_powers x y j k s : is_power x j s -> is_power y k s -> is_power (fun n s a => x n s a * y n s a) (j + k) s.
Proof.
  intros [c [C E]] [d [D F]]. exists (c * d). split; [now apply times_not_zero|]. intros a Ha.
  rewrite E, F, natural_power_plus by assumption. ring.
Qed.

Lemma weight_is_power s : is_power (weight M) 1 s.
Proof. exists 1. split; [apply not_one_zero|]. intros. cbn. ring. Qed.

(* Two tables are proportional if both are such powers, or both are 0 where every weight is. *)
Lemma proportional_from x k (alpha : Q) : (alpha == count_of (S k))%Q ->
  (forall s, point M O s -> sum (acts M O s) (weight M O s) <> 0 -> is_power x (S k) s) ->
  (forall s a, point M O s -> In a (acts M O s) -> weight M O s a = 0 -> x O s a = 0) ->
  proportional M x (fun n s a => power (weight M n s a) alpha) = true.
Proof.
  intros A X Z. apply every_choice. intros n s a H Ha. pose proof (only_point n s H) as ->. apply equals_true.
  rewrite (power_natural _ _ _ A).
  rewrite (sum_ext _ _ _ (fun b _ => power_natural (weight M O s b) alpha (S k) A)).
  destruct (equal_or_not (sum (acts M O s) (weight M O s)) 0) as [e|e].
  - assert (W : forall b, In b (acts M O s) -> weight M O s b = 0).
    { apply (sum_zero_each (acts M O s) (weight M O s)); auto. intros b Hb. now apply (weight_nonnegative V). }
    rewrite (Z s a H Ha (W a Ha)), (W a Ha). cbn [natural_power]. ring.
  - destruct (X s H e) as [c [C E]]. rewrite (E a Ha), (sum_ext (acts M O s) (fun a => x O s a) _ E), sum_times. ring.
Qed.

Lemma folded_f_is_power k s : point M O s -> sum (acts M O s) (weight M O s) <> 0 ->
  is_power (repeat k (fun w => fun n s a => weight M n s a * condition M (prior M) w n s a) (weight M)) (S k) s.
Proof.
  intros H N. induction k as [|k IH]; cbn [repeat]; [apply weight_is_power|].
  apply (product_of_powers _ _ 1 (S k)); [apply weight_is_power | now apply condition_of_power].
Qed.

Lemma folded_h_is_power k s : point M O s -> sum (acts M O s) (weight M O s) <> 0 ->
  is_power (repeat k (fun w => fun n s a => w n s a * condition M (prior M) w n s a) (weight M)) (2 ^ k) s.
Proof.
  intros H N. induction k as [|k IH]; cbn [repeat]; [apply weight_is_power|].
  replace (2 ^ S k)%nat with (2 ^ k + 2 ^ k)%nat by (cbn; lia).
  apply product_of_powers; [assumption | now apply condition_of_power].
Qed.
End Uniform.
End One.

Theorem theorem_A_8_hyp_constant_one_decision : statement_A_8_hyp_constant_one_decision.
Proof.
  intros K M V O U. conjuncts; unfold weights_h; counts.
  - apply (proportional_from M V O) with (k := 1%nat); [reflexivity | |].
    + intros s H N. exact (folded_h_is_power M V U 1 s H N).
    + intros s a _ _ e. cbn [repeat]. rewrite e. apply zero_times.
  - apply (proportional_from M V O) with (k := 3%nat); [reflexivity | |].
    + intros s H N. exact (folded_h_is_power M V U 2 s H N).
    + intros s a _ _ e. cbn [repeat]. rewrite e, !zero_times. reflexivity.
Qed.

Theorem theorem_A_10_step_corrected : statement_A_10_step_corrected.
Proof.
  intros K M V O U. conjuncts; unfold weights_f; counts.
  - apply (proportional_from M V O) with (k := 1%nat); [reflexivity | |].
    + intros s H N. exact (folded_f_is_power M V U 1 s H N).
    + intros s a _ _ e. cbn [repeat]. rewrite e. apply zero_times.
  - apply (proportional_from M V O) with (k := 2%nat); [reflexivity | |].
    + intros s H N. exact (folded_f_is_power M V U 2 s H N).
    + intros s a _ _ e. cbn [repeat]. rewrite e. apply zero_times.
  - apply (proportional_from M V O) with (k := 3%nat); [reflexivity | |].
    + intros s H N. exact (folded_f_is_power M V U 3 s H N).
    + intros s a _ _ e. cbn [repeat]. rewrite e. apply zero_times.
Qed.

Section Normalised.
Context {K : ordered_field} (M : model K).
Hypothesis V : valid M = true.
Add Field K_of_normalised : (is_field K).

Lemma normalised_is_the_same s a : point M O s -> In a (acts M O s) ->
  condition M (prior M) (normalised_weights M) O s a = goal_condition M (prior M) O s a.
Proof.
  intros H Ha. unfold goal_condition. rewrite !condition_at_last. unfold normalised_weights.
  destruct (equal_or_not (sum (acts M O s) (fun a => weight M O s a)) 0) as [e|e].
  - assert (W : forall b, In b (acts M O s) -> weight M O s b = 0).
    { apply (sum_zero_each (acts M O s) (fun a => weight M O s a)); auto. intros b Hb. now apply (weight_nonnegative V). }
    rewrite !share_dead; [reflexivity | |]; apply sum_of_zero; intros b Hb; rewrite (W b Hb); [ring|].
    destruct (is_field K) as [R _ D _]. destruct R. rewrite D. ring.
  - symmetry. apply (share_proportional (acts M O s) _ _ _ _ (1 / sum (acts M O s) (fun a => weight M O s a))); auto.
    + intro z. apply (@not_one_zero K). set (t := sum (acts M O s) (fun a => weight M O s a)) in *.
      replace (1 : K) with (1 / t * t) by (field; assumption). rewrite z. ring.
    + intros b _. field. assumption.
Qed.

Lemma posterior_at_the_end s a : uniform_prior M = true -> point M O s -> In a (acts M O s) -> weight M O s a <> 0 ->
  goal_condition M (prior M) O s a / weight M O s a
  = power (action_count M O s) (-1 # 1)%Q / (sum (acts M O s) (fun a => weight M O s a) / action_count M O s).
Proof.
  intros U H Ha N. assert (S : sum (acts M O s) (weight M O s) <> 0).
  { intro e. apply N. apply (sum_zero_each (acts M O s) (weight M O s)); auto. intros b Hb. now apply (weight_nonnegative V). }
  unfold goal_condition. rewrite (condition_of_uniform M V U) by assumption.
  assert (C : action_count M O s <> 0).
  { rewrite count_is. intro e. apply (embed_injective _ 0) in e.
    pose proof (policy_some_act M (prior M) O s (prior_is_policy V) H) as A. destruct (acts M O s); [congruence | discriminate]. }
  change (power (action_count M O s) (-1 # 1)%Q) with (1 / (action_count M O s * 1)).
  change (sum (acts M O s) (fun a => weight M O s a)) with (sum (acts M O s) (weight M O s)). field. auto.
Qed.
End Normalised.

Theorem theorem_A_8_shaping_one_decision : statement_A_8_shaping_one_decision.
Proof.
  intros K M V O. change (retrain M (prior M) 1%Q) with (goal_condition M (prior M)). apply same_choices.
  intros n s a H Ha. pose proof (only_point M O n s H) as ->. now apply normalised_is_the_same.
Qed.

Theorem theorem_A_8_C_corrected : statement_A_8_C_corrected.
Proof.
  intros K M V U. rewrite every_true. intros [[n s] a] J. apply filter_In in J. destruct J as [J B].
  apply in_choices in J. destruct J as [H Ha]. apply andb_true_iff in B. destruct B as [E W]. apply Nat.eqb_eq in E. subst n.
  apply equals_true. apply posterior_at_the_end; auto. now apply positive_then.
Qed.

Theorem theorem_6_horizon_one_decision : statement_6_horizon_one_decision.
Proof.
  intros K M V O. pose proof (uniform_is_policy M V) as U. pose proof (greedy_is_policy M _ V U) as G.
  apply equals_true. unfold success_probability, optimal_success. apply sum_ext. intros [n s] J. apply in_points in J.
  f_equal. apply (attaining_is_optimal M V (greedy_limit M (uniform M)) G); auto.
  intros m t a Hm Ha N. pose proof (only_point M O m t Hm) as ->. rewrite optimum_is.
  assert (E : forall b, soft_q M (uniform M) 0%nat t b = optimal_q M 0%nat t b).
  { intro b. unfold soft_q, optimal_q. now rewrite soft_q_ahead, !ahead_last. }
  rewrite <- (max_ext (acts M 0%nat t) (soft_q M (uniform M) 0%nat t) (optimal_q M 0%nat t)) by auto. rewrite <- E.
  apply (argmax_share (acts M 0%nat t) (soft_q M (uniform M) 0%nat t) (fun a => uniform M 0%nat t a)); auto.
  intros c Hc. now apply (q_nonnegative M V).
Qed.

Theorem theorem_4_16_maximiser : statement_4_16_maximiser.
Proof.
  intros K L M V O. pose proof (prior_is_policy V) as P. pose proof (second_is_policy V) as Q.
  pose proof (one_is_deterministic M O) as D. change (retrain M (prior M) 1%Q) with (goal_condition M (prior M)).
  pose proof (conditioned_once M V (prior M) P) as R.
  eapply (is_equal MinusInfinite (or_intror eq_refl)).
  - apply is_minus; [now apply (return_is M V) | now apply (divergence_is M V)].
  - apply is_minus; [apply (partition_is M V (prior M) P 1%Q 0); reflexivity|].
    apply (divergence_is M V); auto. apply R.
  - apply (infinite_alike M V D (prior M) P 0 _ R _ Q).
  - intro B. pose proof (identity_of_gibbs M V D (prior M) P 0 _ R _ Q B) as I. rewrite <- I. f_equal. cbn.
    symmetry. now rewrite plus_zero, one_times.
Qed.

Lemma mean_below_max {K : ordered_field} {A} (l : list A) (m f : A -> K) : (forall x, In x l -> 0 <= m x) -> sum l m = 1 ->
  sum l (fun x => m x * f x) <= max l f.
Proof.
  intros N O. apply le_trans with (sum l (fun x => max l f * m x)).
  - apply sum_le. intros x Hx. rewrite (product_commutes (max l f)). apply le_times; [now apply N | now apply max_above].
  - rewrite sum_times, O, times_one. apply le_refl.
Qed.

Theorem theorem_compounding_errors_one_decision : statement_compounding_errors_one_decision.
Proof.
  intros K M V O. pose proof (prior_is_policy V) as P. pose proof (second_is_policy V) as R.
  eapply le_trans; [now apply (variation_by_rows M V)|].
  pose proof (mean_below_max (all_points M) (fun '(n, s) => occupancy M (prior M) n s)
    (fun '(n, s) => row_variation M (prior M) (second_policy M) n s)) as B.
  rewrite (sum_ext _ (fun '(n, s) => occupancy M (prior M) n s * row_variation M (prior M) (second_policy M) n s)
    (fun x => (let '(n, s) := x in occupancy M (prior M) n s) * (let '(n, s) := x in row_variation M (prior M) (second_policy M) n s)))
    by (now intros [n s] _).
  apply B.
  - intros [n s] J. apply in_points in J. now apply (occ_nonnegative M V).
  - rewrite (sum_points M (occupancy M (prior M))), (decisions_one M O). cbn [seq]. rewrite sum_cons, sum_nil, plus_zero.
    apply (somewhere M V _ P). rewrite (decisions_one M O). lia.
Qed.
