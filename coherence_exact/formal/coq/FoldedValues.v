(* What the posterior folds into the reward as printed, with a uniform prior and equal numbers of actions (the proofs
   of Lemmas A.8, A.9 and A.10). *)

From Coq Require Import List Arith Bool ZArith QArith Field Lia.
From Coherence Require Export Counting.
Import ListNotations.
Open Scope nat_scope.
Open Scope bool_scope.
Open Scope K_scope.

Section FoldedValues.
Context {K : ordered_field} (M : model K).
Hypothesis V : valid M = true.
Hypothesis U : uniform_prior M = true.
Hypothesis same : counts_agree M.
Add Field K_of_folded_values : (is_field K).
Notation p := (prior M).
Notation trained k := (retrain M p (count_of k)).

Lemma weights_f_is k n s a : point M n s -> In a (acts M n s) ->
  weights_f M p (count_of (S k)) n s a = trained (S k) n s a * weight M n s a.
Proof.
  intros H Ha. pose proof (same_choices_then M _ _ (fold_is_retraining M V U same (S k)) n s a H Ha) as E.
  rewrite <- E. unfold fold_f. rewrite some_steps. unfold weights_f. rewrite steps_before, natural_of. cbn [repeat].
  apply product_commutes.
Qed.

Section Scaled.
Variables x t : choices K.
Hypothesis E : forall n s a, point M n s -> In a (acts M n s) -> x n s a = t n s a * weight M n s a.

Lemma products_of_uniform n s a : point M n s -> In a (acts M n s) ->
  p n s a * x n s a = t n s a * (part M n * weight M n s a).
Proof. intros H Ha. rewrite E, (prior_is_part M V U same n s a H Ha) by assumption. ring. Qed.

Lemma uniform_value n s : point M n s -> soft_v_of M p x n s = factors (part M) n * soft_v M t n s.
Proof.
  intro H. unfold soft_v. rewrite <- (scaled_value M V t (part M)) by assumption.
  apply (soft_v_ext M V); auto using products_of_uniform.
Qed.

Lemma uniform_action_value n s a : point M n s -> In a (acts M n s) ->
  p n s a * soft_q_of M p x n s a = factors (part M) n * (t n s a * soft_q M t n s a).
Proof.
  intros H Ha. transitivity (t n s a * soft_q_of M t (fun n s a => part M n * weight M n s a) n s a).
  - rewrite !soft_q_ahead. rewrite (ahead_ext M (soft_v_of M p x) (soft_v_of M t (fun n s a => part M n * weight M n s a))).
    + match goal with |- ?q * (?y * ?v) = _ => transitivity (q * y * v); [ring|] end.
      rewrite products_of_uniform by assumption. ring.
    + intros m u -> Hu. apply (soft_v_ext M V); [exact products_of_uniform | now apply (step M V m s a)].
  - rewrite (scaled_q M V t (part M)) by assumption. unfold soft_q. ring.
Qed.
End Scaled.

(* A uniform prior has the same law for all trajectories from a point. *)
Lemma product_of_uniform n : forall s a r, point M n s -> In a (acts M n s) -> In r (rests M n s a) ->
  product p n s a r = factors (part M) n.
Proof.
  induction n as [|n IH]; intros s a r H Ha Hr.
  - destruct Hr as [<-|[]]. cbn. now apply (prior_is_part M V U same).
  - cbn [rests] in Hr. apply in_flat_map in Hr. destruct Hr as [t [Ht Hr]]. apply in_flat_map in Hr.
    destruct Hr as [b [Hb Hr]]. apply in_map_iff in Hr. destruct Hr as [r' [<- Hr']].
    cbn [product pred factors]. rewrite (prior_is_part M V U same) by assumption. f_equal. apply IH; auto.
    now apply (step M V n s a).
Qed.

Lemma product_same (x y : choices K) n : (forall n s a, point M n s -> In a (acts M n s) -> x n s a = y n s a) ->
  forall s a r, point M n s -> In a (acts M n s) -> In r (rests M n s a) -> product x n s a r = product y n s a r.
Proof.
  intro E. induction n as [|n IH]; intros s a r H Ha Hr.
  - destruct Hr as [<-|[]]. cbn. auto.
  - cbn [rests] in Hr. apply in_flat_map in Hr. destruct Hr as [t [Ht Hr]]. apply in_flat_map in Hr.
    destruct Hr as [b [Hb Hr]]. apply in_map_iff in Hr. destruct Hr as [r' [<- Hr']].
    cbn [product pred]. rewrite E by assumption. f_equal. apply IH; auto. now apply (step M V n s a).
Qed.

Lemma proportional_from (x y : trajectories K) : (forall n s, point M n s -> exists c,
    forall a r, In a (acts M n s) -> In r (rests M n s a) -> x n s a r = c * y n s a r) -> proportional_along M x y = true.
Proof.
  intro E. apply every_trajectory. intros n s a r H Ha Hr. apply equals_true. destruct (E n s H) as [c C].
  rewrite (C a r Ha Hr), !sum_trajectories_at.
  assert (T : sum (acts M n s) (fun b => sum (rests M n s b) (x n s b)) = c * sum (acts M n s) (fun b => sum (rests M n s b) (y n s b))).
  { rewrite <- sum_times. apply sum_ext. intros b Hb. rewrite <- sum_times. apply sum_ext. intros q Hq. now apply C. }
  rewrite T. ring.
Qed.

Lemma folded_along alpha k : deterministic M = true -> (alpha == count_of (S (S k)))%Q ->
  proportional_along M (fun n s a r => product (weights_f M p (count_of (S k))) n s a r)
    (fun n s a r => product (fun n s a => power (weight M n s a) alpha) n s a r) = true.
Proof.
  intros D A. pose proof (prior_is_policy V) as P. apply proportional_from. intros n s H.
  set (Z := soft_v_of M p (weights_to M (S k)) n s).
  assert (X : forall a r, In a (acts M n s) -> In r (rests M n s a) ->
    product (weights_f M p (count_of (S k))) n s a r = product (trained (S k)) n s a r * product (weight M) n s a r).
  { intros a r Ha Hr. rewrite <- product_times. apply product_same; auto using weights_f_is. }
  assert (Y : forall a r, In a (acts M n s) -> In r (rests M n s a) ->
    product (fun n s a => power (weight M n s a) alpha) n s a r = natural_power (product (weight M) n s a r) (S (S k))).
  { intros a r Ha Hr. rewrite <- product_power. apply product_ext. intros. now apply power_natural. }
  destruct (equal_or_not Z 0) as [e|e].
  - exists 0. intros a r Ha Hr. rewrite X, Y by assumption.
    pose proof (product_dead M V D p (weights_to M (S k)) P (weights_to_nonnegative M V (S k)) n s a r H Ha Hr e) as T.
    rewrite product_times, product_of_uniform in T by assumption. destruct (times_zero _ _ T) as [F|F].
    + now elim (factors_live M V (part M) (part_is_live M V same) n s H).
    + unfold weights_to in F. rewrite product_power in F. apply natural_power_zero in F. rewrite F. ring.
  - exists (factors (part M) n / Z). intros a r Ha Hr. rewrite X, Y by assumption.
    pose proof (law_of_k_retrainings K M (S k) n s a r V D H Ha Hr e) as T. fold Z in T.
    rewrite product_of_uniform in T by assumption. cbn [natural_power] in *. set (w := product (weight M) n s a r) in *.
    transitivity (Z * product (trained (S k)) n s a r * w / Z); [field; assumption|]. rewrite T. field. assumption.
Qed.
End FoldedValues.

Section Sequences.
Context {K : ordered_field} (M : model K).
Hypothesis V : valid M = true.
Hypothesis equal : equal_action_counts M = true.
Add Field K_of_sequences : (is_field K).

Lemma counts_same : counts_agree M.
Proof. intros n s t. now apply counts_everywhere. Qed.

Lemma left_to_decide n s : (n < decisions M)%nat -> (horizon M - time M n s + 1 == count_of (S n))%Q.
Proof.
  intro L. unfold time, horizon, count_of. rewrite Nat2Z.inj_succ. unfold Z.succ. rewrite inject_Z_plus.
  change (inject_Z 1) with 1%Q. ring.
Qed.

Lemma factors_are_sequences n : forall s, point M n s -> factors (part M) n * sequences_from M n s = 1.
Proof.
  intros s H. unfold sequences_from. rewrite (power_natural _ _ (S n)) by (apply left_to_decide; apply H).
  rewrite count_is. set (c := embed (length (acts M n s)) : K).
  assert (N : c <> 0) by now apply (embed_count_live M V).
  assert (T : forall m, (m <= n)%nat -> (forall k, (k <= m)%nat -> part M k = 1 / c) -> factors (part M) m * natural_power c (S m) = 1).
  { intros m L E. induction m as [|m IH].
    - cbn [factors natural_power]. rewrite E by lia. field. assumption.
    - cbn [factors]. rewrite E by lia.
      change (natural_power c (S (S m))) with (c * natural_power c (S m)).
      transitivity (1 / c * c * (factors (part M) m * natural_power c (S m))); [ring|].
      rewrite IH by (lia || (intros; apply E; lia)). field. assumption. }
  apply T; auto. intros k L. unfold part. f_equal. unfold c. f_equal.
  assert (D : forall d n s, point M n s -> (d <= n)%nat -> exists t, point M (n - d) t).
  { induction d as [|d IH]; intros j u Hu Ld; [exists u; now rewrite Nat.sub_0_r|].
    destruct j as [|j]; [lia|]. destruct (some_act M V _ u Hu) as [a Ha]. destruct (some_next M V j u a Hu Ha) as [t Ht].
    apply (IH j t); [now apply (step M V j u a) | lia]. }
  destruct (D (n - k)%nat n s H) as [t Ht]; [lia|]. replace (n - (n - k))%nat with k in Ht by lia.
  apply (counts_everywhere M equal k n); [|assumption]. destruct Ht as [Lt Ht]. split; [assumption|].
  destruct (states M k) as [|u l]; [destruct Ht | now left].
Qed.

Lemma divided_by_sequences n s (x : K) : point M n s -> 1 / sequences_from M n s * x = factors (part M) n * x.
Proof.
  intro H. pose proof (factors_are_sequences n s H) as E.
  assert (N : sequences_from M n s <> 0).
  { intro z. apply (@not_one_zero K). rewrite <- E, z. ring. }
  transitivity (factors (part M) n * sequences_from M n s * (1 / sequences_from M n s) * x); [rewrite E; ring|]. field. assumption.
Qed.
Lemma factors_cancel (f q u v : K) : f * q = 1 -> u * v = q * v * (f * u).
Proof. intro E. transitivity (f * q * (u * v)); [rewrite E|]; ring. Qed.
End Sequences.

Theorem theorem_A_9_constant_corrected : statement_A_9_constant_corrected.
Proof.
  intros K M V U E. pose proof (counts_same M E) as C.
  assert (T : forall k, every (all_choices M) (fun '(n, s, a) => prior M n s a * folded_q M (prior M) (count_of (S k)) n s a
      =? 1 / sequences_from M n s * retrain M (prior M) (count_of (S k)) n s a * soft_q M (retrain M (prior M) (count_of (S k))) n s a) = true
    /\ every (all_points M) (fun '(n, s) => folded_v M (prior M) (count_of (S k)) n s
      =? 1 / sequences_from M n s * soft_v M (retrain M (prior M) (count_of (S k))) n s) = true).
  { intro k. pose proof (weights_f_is M V U C k) as W. split.
    - apply every_choice. intros n s a H Ha. apply equals_true. unfold folded_q.
      rewrite (uniform_action_value M V U C _ _ W n s a H Ha), <- (divided_by_sequences M V E n s) by assumption.
      destruct (is_field K) as [R]. destruct R. now rewrite !Rmul_assoc.
    - apply every_point. intros n s H. apply equals_true. unfold folded_v.
      rewrite (uniform_value M V U C _ _ W n s H). symmetry. now apply divided_by_sequences. }
  rewrite !andb_true_iff. split; [exact (T 0%nat) | exact (T 1%nat)].
Qed.

Theorem theorem_A_8_second_corrected : statement_A_8_second_corrected.
Proof.
  intros K M V D U E. pose proof (counts_same M E) as C. pose proof (prior_is_policy V) as P.
  apply every_point. intros n s H. apply equals_true.
  assert (W : forall n s a, point M n s -> In a (acts M n s) ->
    weights_h M (prior M) 1%Q n s a = condition M (prior M) (weights_to M 1) n s a * weight M n s a).
  { intros m t a Ht Ha. change (weights_h M (prior M) 1%Q m t a) with (weight M m t a * condition M (prior M) (weight M) m t a).
    rewrite product_commutes. f_equal. apply (condition_ext M V); auto. intros. f_equal. unfold weights_to. cbn. symmetry. apply times_one. }
  rewrite (uniform_value M V U C _ _ W n s H).
  destruct (value_of_tempered M V D (prior M) P 1 n s H) as [T _].
  assert (Z1 : soft_v_of M (prior M) (weights_to M 1) n s = soft_v M (prior M) n s).
  { apply (soft_v_ext M V); auto. intros. unfold weights_to. cbn [natural_power]. now rewrite times_one. }
  assert (Z2 : soft_v_of M (prior M) (fun n s a => power (weight M n s a) 2%Q) n s = soft_v_of M (prior M) (weights_to M 2) n s) by now apply (soft_v_ext M V).
  rewrite Z2, <- T, Z1. pose proof (factors_are_sequences M V E n s H) as F.
  now apply factors_cancel.
Qed.

Theorem theorem_A_10_step_corrected_shaping : statement_A_10_step_corrected_shaping.
Proof.
  intros K M V F D U E. pose proof (counts_at_each_time M V F E) as C. conjuncts.
  - now apply (folded_along M V U C _ 0 D).
  - now apply (folded_along M V U C _ 1 D).
  - now apply (folded_along M V U C _ 2 D).
Qed.
