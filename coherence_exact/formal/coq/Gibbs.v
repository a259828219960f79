(* Conditioning at temperature k is the best trade of return against divergence from the prior, with deterministic
   dynamics: the identity of Gibbs, from which it follows, and that colder is better. *)

From Coq Require Import List Arith Bool ZArith QArith Field Lia.
From Coherence Require Export Returns.
Import ListNotations.
Open Scope nat_scope.
Open Scope bool_scope.
Open Scope K_scope.

Section Visits.
Context {K : ordered_field} (M : model K).
Hypothesis V : valid M = true.
Add Field K_of_visits : (is_field K).
Variable p : choices K.
Hypothesis P : policy M p.
Notation occ := (occupancy M p).

Lemma occ_comes_from n s : point M n s -> occ n s <> 0 ->
  start M n s <> 0 \/ exists s0 a, point M (S n) s0 /\ In a (acts M (S n) s0) /\ In s (succ M (S n) s0 a)
    /\ occ (S n) s0 <> 0 /\ p (S n) s0 a <> 0.
Proof.
  intros H N. destruct (equal_or_not (start M n s) 0) as [z|z]; [right | now left].
  rewrite (occupancy_is M p) in N by apply H. assert (A : arrivals M p n s <> 0) by (intro e; apply N; rewrite z, e; ring).
  unfold arrivals in A. destruct (Nat.eqb (S n) (decisions M)) eqn:L; [now elim A|]. apply Nat.eqb_neq in L.
  assert (D : (S n < decisions M)%nat) by (destruct H; lia).
  assert (T : forall s0 a t, In s0 (states M (S n)) -> In a (acts M (S n) s0) -> In t (filter (Nat.eqb s) (succ M (S n) s0 a)) ->
    0 <= occ (S n) s0 * p (S n) s0 a * dynamics M (S n) s0 a t).
  { intros s0 a t Hs Ha Ht. apply filter_In in Ht. destruct Ht as [Ht _]. assert (H0 : point M (S n) s0) by now split.
    apply nonnegative_times; [now apply occ_times_nonnegative | now apply (dynamics_nonnegative M V)]. }
  unfold into in A. apply sum_not_zero in A.
  2: { intros s0 Hs. apply sum_nonnegative. intros a Ha. apply sum_nonnegative. auto. }
  destruct A as [s0 [Hs A]]. apply sum_not_zero in A; [|intros a Ha; apply sum_nonnegative; auto].
  destruct A as [a [Ha A]]. apply sum_not_zero in A; [|auto]. destruct A as [t [Ht A]].
  apply filter_In in Ht. destruct Ht as [Ht e]. apply Nat.eqb_eq in e. subst t.
  exists s0, a. split; [now split|]. repeat split; auto.
  - intro e. apply A. rewrite e. ring.
  - intro e. apply A. rewrite e. ring.
Qed.

Lemma never_where_visited bad : meets M p bad = false -> forall n s, point M n s -> occ n s <> 0 ->
  to_go M p (indicator bad) n s = 0.
Proof.
  intros E. assert (G : forall d n s, (n + d = pred (decisions M))%nat -> point M n s -> occ n s <> 0 ->
    to_go M p (indicator bad) n s = 0).
  { induction d as [|d IH]; intros n s e H N; destruct (occ_comes_from n s H N) as [S|(s0 & a & H0 & Ha & Hs & N0 & Na)];
      try (now apply (never_met M V p P bad)).
    - exfalso. destruct H0. lia.
    - assert (Z : to_go M p (indicator bad) (S n) s0 = 0) by (apply IH; auto; lia).
      rewrite (never_is M V p P bad) in Z by assumption. destruct (Z a Ha Na) as [_ C]. now apply C. }
  intros n s H. apply (G (pred (decisions M) - n)%nat); auto. destruct H. lia.
Qed.
End Visits.

Section Gibbs.
Context {K : ordered_field} {L : Logarithm K} (M : model K).
Hypothesis V : valid M = true.
Hypothesis D : deterministic M = true.
Add Field K_of_gibbs : (is_field K).

Notation total p x := (sum (all_choices M) (fun '(n, s, a) => occupancy M p n s * p n s a * x n s a)).
Notation logs := (fun n s a => ln (weight M n s a)).
Notation unrewarded := (zero_of (weight M)).

Lemma meets_either (q : choices K) b c : meets M q (fun n s a => b n s a || c n s a) = meets M q b || meets M q c.
Proof.
  unfold meets. induction (all_choices M) as [|[[n s] a] l IH]; [reflexivity|]. cbn [existsb]. rewrite IH.
  destruct (negb (occupancy M q n s * q n s a =? 0)), (b n s a), (c n s a); cbn;
    rewrite ?orb_true_r, ?orb_false_r; auto.
Qed.

Lemma total_minus q x y : total q (fun n s a => x n s a - y n s a) = total q x - total q y.
Proof. rewrite <- sum_minus. apply sum_ext. intros [[n s] a] _. ring. Qed.

Lemma total_ext q x y : (forall n s a, point M n s -> In a (acts M n s) -> occupancy M q n s * q n s a <> 0 -> x n s a = y n s a) ->
  total q x = total q y.
Proof.
  intro E. apply sum_ext. intros [[n s] a] J. apply in_choices in J. destruct J as [H Ha].
  destruct (equal_or_not (occupancy M q n s * q n s a) 0) as [z|z]; [rewrite z; ring | now rewrite E].
Qed.

Lemma total_times q c x : total q (fun n s a => c * x n s a) = c * total q x.
Proof. rewrite <- sum_times. apply sum_ext. intros [[n s] a] _. ring. Qed.

(* What a potential adds up to along the way. *)
Lemma total_of_potential q (f : points K) : policy M q ->
  total q (fun n s a => f n s - mean_ahead M f n s a) = sum (all_points M) (fun '(n, s) => start M n s * f n s).
Proof.
  intros [Q0 Q1]. rewrite (total_minus q (fun n s _ => f n s)).
  assert (E : total q (fun n s _ => f n s) = sum (all_points M) (fun '(n, s) => occupancy M q n s * f n s)).
  { rewrite (sum_choices M (fun n s a => occupancy M q n s * q n s a * f n s)). apply sum_ext. intros [n s] J.
    apply in_points in J. rewrite (sum_ext _ _ (fun a => occupancy M q n s * f n s * q n s a)) by (intros; ring).
    rewrite sum_times, Q1 by assumption. ring. }
  rewrite E, (balance M V). ring.
Qed.

(** * Divergences of any two policies *)

Lemma divergence_nonnegative q r : policy M q -> policy M r -> meets M q (zero_of r) = false -> 0 <= total q (log_ratio q r).
Proof.
  intros Q R B. rewrite (sum_choices M (fun n s a => occupancy M q n s * q n s a * log_ratio q r n s a)).
  apply sum_nonnegative. intros [n s] J. apply in_points in J.
  rewrite (sum_ext _ _ (fun a => occupancy M q n s * (q n s a * log_ratio q r n s a))) by (intros; ring). rewrite sum_times.
  destruct (equal_or_not (occupancy M q n s) 0) as [e|e].
  - rewrite e. match goal with |- 0 <= 0 * ?x => replace (0 * x) with (0 : K) by ring end. apply le_refl.
  - apply nonnegative_times; [now apply (occ_nonnegative M V q Q)|].
    apply le_trans with (sum (acts M n s) (fun a => q n s a - r n s a)).
    + rewrite sum_minus. destruct Q as [_ Q1], R as [_ R1]. rewrite (Q1 n s J).
      rewrite (R1 n s J). replace ((1 : K) - 1) with (0 : K) by ring. apply le_refl.
    + apply sum_le. intros a Ha. apply gibbs_term; [now apply Q | now apply R |]. intros Nq z.
      assert (F : zero_of r n s a = false) by (apply (not_met_here M q (zero_of r)); auto using times_not_zero).
      apply equals_false in F. contradiction.
Qed.

Lemma no_divergence_from_itself (r : choices K) : meets M r (zero_of r) = false.
Proof.
  unfold meets. apply not_true_iff_false. intro B. apply existsb_exists in B. destruct B as [[[n s] a] [_ B]].
  apply andb_true_iff in B. destruct B as [N B]. apply negb_true_iff, equals_false in N. apply equals_true in B.
  apply N. rewrite B. ring.
Qed.

Lemma no_ratio_to_itself (r : choices K) : total r (log_ratio r r) = 0.
Proof.
  apply sum_of_zero. intros [[n s] a] _. unfold log_ratio.
  destruct (equal_or_not (r n s a) 0) as [e|e]; [rewrite e; ring|].
  replace (r n s a / r n s a) with (1 : K) by (field; assumption). rewrite ln_of_one. ring.
Qed.

(** * A policy that is conditioned at temperature k *)

Variable p : choices K.
Hypothesis P : policy M p.
Notation Z k := (soft_v_of M p (weights_to M k)).

Definition tempered (k : nat) (r : choices K) : Prop := policy M r /\ forall n s a, point M n s -> In a (acts M n s) ->
  (Z k n s <> 0 -> Z k n s * r n s a = p n s a * (natural_power (weight M n s a) k * ahead M (Z k) n s a))
  /\ (Z k n s = 0 -> r n s a = p n s a).

Lemma condition_is_tempered k : tempered k (condition M p (weights_to M k)).
Proof.
  split; [apply (conditioned_is_policy M V); auto using weights_to_nonnegative|]. intros n s a H Ha. split; intro e.
  - now rewrite condition_times.
  - now apply condition_dead.
Qed.

Lemma tempered_ext k x y : (forall n s a, point M n s -> In a (acts M n s) -> x n s a = y n s a) -> tempered k x -> tempered k y.
Proof.
  intros E [[N S] T]. split; [split|].
  - intros n s a H Ha. rewrite <- E by assumption. now apply N.
  - intros n s H. rewrite <- (S n s H). apply sum_ext. intros a Ha. symmetry. now apply E.
  - intros n s a H Ha. rewrite <- E by assumption. now apply T.
Qed.

Section Tempered.
Variables (k : nat) (r : choices K).
Hypothesis R : tempered (S k) r.
Notation v := (Z (S k)).
Notation W n s a := (natural_power (weight M n s a) (S k)).

Lemma W_zero n s a : W n s a = 0 <-> weight M n s a = 0.
Proof. split; [apply natural_power_zero | intro e; cbn [natural_power]; rewrite e; ring]. Qed.

Lemma W_not_zero n s a : weight M n s a <> 0 -> W n s a <> 0.
Proof. intros N e. apply N. now apply W_zero. Qed.

Lemma v_nonneg n s : point M n s -> 0 <= v n s.
Proof. intro H. apply (soft_v_nonnegative M V); auto; [apply P | now apply weights_to_nonnegative]. Qed.

Lemma ahead_nonneg n s a : point M n s -> In a (acts M n s) -> 0 <= ahead M v n s a.
Proof.
  intros H Ha. apply (ahead_nonnegative M V); auto. intros m t -> Ht. apply v_nonneg. now apply (step M V m s a).
Qed.

Lemma r_zero n s a : point M n s -> In a (acts M n s) -> v n s <> 0 ->
  r n s a <> 0 <-> p n s a <> 0 /\ weight M n s a <> 0 /\ ahead M v n s a <> 0.
Proof.
  intros H Ha N. destruct R as [_ T]. destruct (T n s a H Ha) as [E _]. specialize (E N). split.
  - intro Nr. assert (X : p n s a * (W n s a * ahead M v n s a) <> 0) by (rewrite <- E; now apply times_not_zero).
    repeat split; intro e; apply X; [| rewrite (proj2 (W_zero n s a) e) |]; rewrite ?e; ring.
  - intros [Np [Nw Na]] e. rewrite e in E.
    assert (X : p n s a * (W n s a * ahead M v n s a) = 0) by (rewrite <- E; ring).
    revert X. apply times_not_zero; [assumption|]. apply times_not_zero; [now apply W_not_zero | assumption].
Qed.

Section Any.
Variable q : choices K.
Hypothesis Q : policy M q.
Notation astray := (fun n s a => unrewarded n s a || zero_of p n s a).

Lemma astray_or_dead n : forall s, point M n s ->
  to_go M q (indicator astray) n s = 0 <-> v n s <> 0 /\ to_go M q (indicator (zero_of r)) n s = 0.
Proof.
  induction n as [n IH] using lt_wf_ind. intros s H. rewrite !(never_is M V q Q) by assumption.
  assert (C : forall a, In a (acts M n s) -> (forall m t, n = S m -> In t (succ M n s a) -> v m t <> 0) <-> ahead M v n s a <> 0).
  { intros a Ha. destruct n as [|m].
    - rewrite ahead_last. split; [intros _; apply not_one_zero | discriminate].
    - destruct (follows M V D m s a H Ha) as [t [e [Ht [_ E]]]]. rewrite E, e. split.
      + intro F. apply (F m t eq_refl). now left.
      + intros F m' t' e' [<-|[]]. injection e' as <-. assumption. }
  split.
  - intro G.
    assert (X : forall a, In a (acts M n s) -> q n s a <> 0 -> p n s a <> 0 /\ weight M n s a <> 0 /\ ahead M v n s a <> 0).
    { intros a Ha N. destruct (G a Ha N) as [B F]. apply orb_false_iff in B. destruct B as [B1 B2].
      apply equals_false in B1, B2. repeat split; auto. apply C; auto. intros m t -> Ht.
      apply (IH m (Nat.lt_succ_diag_r m) t (step M V m s a t H Ha Ht)). now apply F. }
    assert (N : v n s <> 0).
    { destruct (sum_not_zero (acts M n s) (q n s)) as [a [Ha Na]].
      - intros a Ha. now apply Q.
      - destruct Q as [_ Q1]. rewrite Q1 by assumption. apply not_one_zero.
      - destruct (X a Ha Na) as (X1 & X2 & X3). intro e.
        destruct (Z_zero M V p P (S k) n s a H e Ha) as [z|[z|z]]; auto. apply X2. now apply W_zero. }
    split; [assumption|]. intros a Ha Na. split.
    + apply equals_false. apply r_zero; auto.
    + intros m t e Ht. subst n. destruct (G a Ha Na) as [_ F].
      apply (IH m (Nat.lt_succ_diag_r m) t (step M V m s a t H Ha Ht)). now apply F.
  - intros [N G] a Ha Na. destruct (G a Ha Na) as [B F]. apply equals_false in B. rewrite r_zero in B by assumption.
    destruct B as (X1 & X2 & X3). split.
    + apply orb_false_iff. split; now apply equals_false.
    + intros m t e Ht. subst n. apply (IH m (Nat.lt_succ_diag_r m) t (step M V m s a t H Ha Ht)).
      split; [|now apply F]. now apply (proj2 (C a Ha) X3 m t).
Qed.

Definition dead_start : bool := existsb (fun '(n, s) => negb (start M n s =? 0) && (v n s =? 0)) (all_points M).

Lemma infinite_alike : meets M q unrewarded || meets M q (zero_of p) = dead_start || meets M q (zero_of r).
Proof.
  rewrite <- meets_either. apply eq_true_iff_eq. rewrite <- !not_false_iff_true. apply not_iff_compat.
  rewrite orb_false_iff, !(never_met M V q Q). unfold dead_start. split.
  - intro G. split.
    + apply not_true_iff_false. intro B. apply existsb_exists in B. destruct B as [[n s] [J B]]. apply in_points in J.
      apply andb_true_iff in B. destruct B as [N B]. apply negb_true_iff, equals_false in N. apply equals_true in B.
      specialize (G n s J N). rewrite astray_or_dead in G by assumption. now destruct G.
    + intros n s H N. specialize (G n s H N). rewrite astray_or_dead in G by assumption. now destruct G.
  - intros [B G] n s H N. apply astray_or_dead; auto. split; [|auto]. intro e. apply not_true_iff_false in B. apply B.
    apply existsb_exists. exists (n, s). split; [now apply in_points|].
    apply andb_true_iff. split; [now apply negb_true_iff, equals_false | now apply equals_true].
Qed.

Lemma identity_of_gibbs : meets M q unrewarded || meets M q (zero_of p) = false ->
  embed (S k) * total q logs - total q (log_ratio q p)
  = sum (all_points M) (fun '(n, s) => start M n s * ln (v n s)) - total q (log_ratio q r).
Proof.
  rewrite <- meets_either. intro B. rewrite <- (total_of_potential q (fun n s => ln (v n s)) Q), <- total_times, <- !total_minus.
  apply total_ext. intros n s a H Ha N.
  assert (No : occupancy M q n s <> 0) by (intro e; apply N; rewrite e; ring).
  assert (Nq : q n s a <> 0) by (intro e; apply N; rewrite e; ring).
  pose proof (never_where_visited M V q Q astray B n s H No) as G. rewrite astray_or_dead in G by assumption. destruct G as [Nv G].
  rewrite (never_is M V q Q) in G by assumption. destruct (G a Ha Nq) as [Br _]. apply equals_false in Br.
  pose proof (proj1 (r_zero n s a H Ha Nv) Br) as (Np & Nw & Na).
  destruct R as [R0 T]. destruct (T n s a H Ha) as [E _]. specialize (E Nv).
  assert (A : mean_ahead M (fun n s => ln (v n s)) n s a = ln (ahead M v n s a)).
  { unfold mean_ahead. destruct n as [|m]; [rewrite ahead_last; symmetry; apply ln_of_one|].
    destruct (follows M V D m s a H Ha) as [t [e [Ht [T1 F]]]]. cbn [last Nat.eqb next].
    rewrite F, e, sum_cons, sum_nil, T1. ring. }
  rewrite A. unfold log_ratio.
  assert (q0 : 0 <= q n s a) by now apply Q. assert (p0 : 0 <= p n s a) by now apply P.
  assert (r0 : 0 <= r n s a) by now apply R0. pose proof (v_nonneg n s H) as v0. pose proof (ahead_nonneg n s a H Ha) as a0.
  assert (w0 : 0 <= weight M n s a) by now apply (weight_nonnegative V).
  rewrite !ln_quotient by assumption.
  assert (S1 : ln (v n s) + ln (r n s a) = ln (p n s a) + (embed (S k) * ln (weight M n s a) + ln (ahead M v n s a))).
  { pose proof (natural_power_nonnegative (weight M n s a) (S k) w0) as W0. pose proof (W_not_zero n s a Nw) as WN.
    rewrite <- (ln_power (weight M n s a) (S k)) by assumption. set (w := natural_power (weight M n s a) (S k)) in *.
    rewrite <- !ln_product by (auto using nonnegative_times, times_not_zero). now rewrite E. }
  set (c := embed (S k) * ln (weight M n s a)) in *.
  replace (ln (v n s) - ln (ahead M v n s a) - (ln (q n s a) - ln (r n s a)))
    with (ln (v n s) + ln (r n s a) - ln (ahead M v n s a) - ln (q n s a)) by ring.
  rewrite S1. ring.
Qed.

End Any.

Lemma within_prior : meets M r (zero_of p) = false.
Proof.
  unfold meets. apply not_true_iff_false. intro B. apply existsb_exists in B. destruct B as [[[n s] a] [J B]].
  apply in_choices in J. destruct J as [H Ha].
  apply andb_true_iff in B. destruct B as [N B]. apply negb_true_iff, equals_false in N. apply equals_true in B.
  apply N. assert (E : r n s a = 0); [|rewrite E; ring]. destruct R as [_ T]. destruct (T n s a H Ha) as [T1 T2].
  destruct (equal_or_not (v n s) 0) as [e|e]; [now rewrite T2|]. apply (times_cancel _ _ (v n s)); auto. rewrite T1 by assumption.
  rewrite B. ring.
Qed.

(* No policy does better. *)
Theorem best_trade q : policy M q ->
  meets M q unrewarded || meets M q (zero_of p) = true
  \/ meets M r unrewarded = false
     /\ embed (S k) * total q logs - total q (log_ratio q p) <= embed (S k) * total r logs - total r (log_ratio r p).
Proof.
  intro Q. destruct (meets M q unrewarded || meets M q (zero_of p)) eqn:B; [now left | right].
  pose proof (infinite_alike q Q) as I. rewrite B in I. symmetry in I. apply orb_false_iff in I. destruct I as [I1 I2].
  destruct R as [R0 T0]. pose proof (infinite_alike r R0) as J. rewrite I1, no_divergence_from_itself in J. cbn [orb] in J.
  pose proof J as J'. apply orb_false_iff in J. destruct J as [J1 J2]. split; [assumption|].
  rewrite (identity_of_gibbs q Q B), (identity_of_gibbs r R0 J'), no_ratio_to_itself.
  apply le_minus. match goal with |- 0 <= ?a - 0 - (?a - ?b) => replace (a - 0 - (a - b)) with b by ring end.
  apply divergence_nonnegative; auto.
Qed.
End Tempered.

Lemma summed_trades (c d jq kq jr kr : K) : c = 1 + d -> c * jq - kq <= c * jr - kr -> d * jr - kr <= d * jq - kq -> jq <= jr.
Proof.
  intros -> H1 H2. apply le_minus in H1, H2. apply le_minus. pose proof (nonnegative_plus _ _ H1 H2) as S.
  replace (jr - jq) with ((1 + d) * jr - kr - ((1 + d) * jq - kq) + (d * jq - kq - (d * jr - kr))) by ring. exact S.
Qed.

Lemma without_penalty (j kj jr kr : K) : kj = 0 -> 0 <= kr -> (1 + 0) * j - kj <= (1 + 0) * jr - kr -> j <= jr.
Proof.
  intros -> H1 H2. apply le_minus in H2. apply le_minus.
  replace (jr - j) with ((1 + 0) * jr - kr - ((1 + 0) * j - 0) + kr) by ring. now apply nonnegative_plus.
Qed.

(* Colder is better. *)
Lemma colder k q r : tempered (S k) q -> tempered (S (S k)) r ->
  extended_at_most (expected_return M q) (expected_return M r) = true.
Proof.
  intros Q R. eapply is_at_most; [now apply (return_is M V); destruct Q | now apply (return_is M V); destruct R |].
  destruct (meets M q unrewarded) eqn:B; [now left | right].
  pose proof (within_prior k q Q) as Wq. pose proof (within_prior (S k) r R) as Wr.
  destruct (best_trade (S k) r R q (proj1 Q)) as [F|[F H1]]; [rewrite B, Wq in F; discriminate|]. split; [assumption|].
  destruct (best_trade k q Q r (proj1 R)) as [G|[_ H2]]; [rewrite F, Wr in G; discriminate|].
  exact (summed_trades _ (embed (S k)) _ _ _ _ eq_refl H1 H2).
Qed.

Lemma colder_than_prior r : tempered 1 r -> extended_at_most (expected_return M p) (expected_return M r) = true.
Proof.
  intros R. eapply is_at_most; [now apply (return_is M V) | now apply (return_is M V); destruct R |].
  destruct (meets M p unrewarded) eqn:B; [now left | right].
  destruct (best_trade 0 r R p P) as [F|[F H1]]; [rewrite B, no_divergence_from_itself in F; discriminate|].
  split; [assumption|]. apply (without_penalty _ _ _ _ (no_ratio_to_itself p)
    (divergence_nonnegative r p (proj1 R) P (within_prior 0 r R))). exact H1.
Qed.

(** * The numbers of the package *)

Lemma at_temperature alpha k : (alpha == count_of (S k))%Q -> tempered (S k) (temperature M p alpha).
Proof.
  intro E. apply (tempered_ext (S k) (condition M p (weights_to M (S k)))); [|apply condition_is_tempered].
  intros n s a H Ha. symmetry. now apply temperature_is.
Qed.

Lemma conditioned_once : tempered 1 (goal_condition M p).
Proof.
  apply (tempered_ext 1 (condition M p (weights_to M 1))); [|apply condition_is_tempered].
  intros n s a H Ha. apply (condition_ext M V); auto. intros m t b _ _. unfold weights_to. cbn. ring.
Qed.

Lemma embed_positive k : (0 : K) <= embed (S k) /\ (embed (S k) : K) <> 0.
Proof.
  split; [apply embed_nonnegative|]. intro e. cbn in e. apply (@not_one_zero K).
  now destruct (sum_zero_both 1 (embed k) zero_le_one (embed_nonnegative k) e).
Qed.

Lemma le_divided (x y c : K) : 0 <= c -> c <> 0 -> x <= y -> x / c <= y / c.
Proof.
  intros H N E. replace (x / c) with (1 / c * x) by (field; assumption). replace (y / c) with (1 / c * y) by (field; assumption).
  apply le_times; [now apply inverse_nonnegative | assumption].
Qed.

Lemma divided_difference (c j k : K) : c <> 0 -> (c * j - k) / c = j - k / c.
Proof. intro. field. assumption. Qed.

Lemma trade_is q k : policy M q ->
  is MinusInfinite (extended_minus (expected_return M q) (extended_quotient (occupancy_kl M q p) (Finite (embed (S k)))))
    (meets M q unrewarded || meets M q (zero_of p)) (total q logs - total q (log_ratio q p) / embed (S k)).
Proof.
  intro Q. destruct (embed_positive k) as [H N]. apply is_minus; [now apply (return_is M V)|].
  apply (is_quotient Infinite (or_introl eq_refl)); auto. now apply (divergence_by_occupancy_is M V).
Qed.

Lemma no_better_trade q k r : policy M q -> tempered (S k) r ->
  extended_at_most
    (extended_minus (expected_return M q) (extended_quotient (occupancy_kl M q p) (Finite (embed (S k)))))
    (extended_minus (expected_return M r) (extended_quotient (occupancy_kl M r p) (Finite (embed (S k))))) = true.
Proof.
  intros Q R. destruct (embed_positive k) as [H N].
  eapply is_at_most; [now apply trade_is | apply trade_is; apply R |].
  destruct (best_trade k r R q Q) as [B|[B E]]; [now left | right].
  rewrite B, (within_prior k r R). split; [reflexivity|].
  rewrite <- !divided_difference by assumption. now apply le_divided.
Qed.

Lemma weighed_is q k : policy M q ->
  is MinusInfinite (extended_minus (extended_times (Finite (embed (S k))) (expected_return M q)) (occupancy_kl M q p))
    (meets M q unrewarded || meets M q (zero_of p)) (embed (S k) * total q logs - total q (log_ratio q p)).
Proof.
  intro Q. destruct (embed_positive k) as [H N]. apply is_minus; [|now apply (divergence_by_occupancy_is M V)].
  apply (is_change _ _ (negb ((embed (S k) : K) =? 0) && meets M q unrewarded) (embed (S k) * total q logs)); auto.
  - apply (is_times MinusInfinite (or_intror eq_refl)); auto. now apply (return_is M V).
  - now rewrite (proj2 (equals_false _ _) N).
Qed.

Lemma no_better_weighed q k r : policy M q -> tempered (S k) r ->
  extended_at_most
    (extended_minus (extended_times (Finite (embed (S k))) (expected_return M q)) (occupancy_kl M q p))
    (extended_minus (extended_times (Finite (embed (S k))) (expected_return M r)) (occupancy_kl M r p)) = true.
Proof.
  intros Q R. eapply is_at_most; [now apply weighed_is | apply weighed_is; apply R |].
  destruct (best_trade k r R q Q) as [B|[B E]]; [now left | right].
  rewrite B, (within_prior k r R). split; [reflexivity | exact E].
Qed.

Lemma partition_is alpha k : (alpha == count_of (S k))%Q ->
  is MinusInfinite (extended_sum (all_points M) (fun '(n, s) => extended_times (Finite (start M n s))
      (log (Finite (soft_v_of M p (fun n s a => power (weight M n s a) alpha) n s)))))
    (dead_start k) (sum (all_points M) (fun '(n, s) => start M n s * ln (Z (S k) n s))).
Proof.
  intro E. apply (is_sum MinusInfinite (or_intror eq_refl)). intros [n s] J. apply in_points in J.
  rewrite (soft_v_ext M V p p (fun n s a => power (weight M n s a) alpha) (weights_to M (S k))); auto.
  - apply (is_times MinusInfinite (or_intror eq_refl)); [now apply start_nonnegative|]. apply log_is. now apply v_nonneg.
  - intros. f_equal. now apply power_natural.
Qed.

Lemma identity_divided (c j k l m : K) : c <> 0 -> c * j - k = l - m -> j - k / c = (l - m) / c.
Proof. intros N E. rewrite <- E. symmetry. now apply divided_difference. Qed.

Lemma trade_identity q alpha k r : policy M q -> (alpha == count_of (S k))%Q -> tempered (S k) r ->
  extended_equals
    (extended_minus (expected_return M q) (extended_quotient (occupancy_kl M q p) (Finite (embed (S k)))))
    (extended_quotient (extended_minus (extended_sum (all_points M) (fun '(n, s) => extended_times (Finite (start M n s))
      (log (Finite (soft_v_of M p (fun n s a => power (weight M n s a) alpha) n s))))) (kl M q r)) (Finite (embed (S k)))) = true.
Proof.
  intros Q E R. destruct (embed_positive k) as [H N].
  eapply (is_equal MinusInfinite (or_intror eq_refl)).
  - now apply trade_is.
  - apply (is_quotient MinusInfinite (or_intror eq_refl)); auto. apply is_minus; [now apply (partition_is alpha k)|].
    apply (divergence_is M V); auto. apply R.
  - now apply infinite_alike.
  - intro B. apply identity_divided; auto. now apply identity_of_gibbs.
Qed.
End Gibbs.

Theorem theorem_2_lagrange_every_policy : statement_2_lagrange_every_policy.
Proof.
  intros K L M V D. pose proof (prior_is_policy V) as P. pose proof (second_is_policy V) as Q. unfold penalised_return.
  rewrite two_is, three_is, four_is, one_is.
  conjuncts; (apply (no_better_trade M V D); [exact P | exact Q | apply (at_temperature M V); [exact P | reflexivity]]).
Qed.

Theorem theorem_2_lagrange_deterministic : statement_2_lagrange_deterministic.
Proof.
  intros K L M V D. pose proof (prior_is_policy V) as P. pose proof (uniform_is_policy M V) as U.
  pose proof (greedy_is_policy M _ V P) as G. unfold penalised_return. rewrite two_is, one_is.
  conjuncts; (apply (no_better_trade M V D); [exact P | assumption | apply (at_temperature M V); [exact P | reflexivity]]).
Qed.

Theorem theorem_2_lagrange_identity : statement_2_lagrange_identity.
Proof.
  intros K L M V D. pose proof (prior_is_policy V) as P. pose proof (second_is_policy V) as Q.
  unfold penalised_return, log_partition. rewrite two_is, three_is, four_is, one_is.
  conjuncts; (apply (trade_identity M V D); [exact P | exact Q | reflexivity | apply (at_temperature M V); [exact P | reflexivity]]).
Qed.

Theorem theorem_A_12_maxent_any_prior_with_kl : statement_A_12_maxent_any_prior_with_kl.
Proof. exact theorem_2_lagrange_every_policy. Qed.

Theorem theorem_A_12_maxent_any_prior_identity : statement_A_12_maxent_any_prior_identity.
Proof. exact theorem_2_lagrange_identity. Qed.

Theorem theorem_gibbs_policy_deterministic_any : statement_gibbs_policy_deterministic_any.
Proof.
  intros K L M V D. pose proof (prior_is_policy V) as P. unfold regularised_return. rewrite one_is.
  apply (no_better_weighed M V D); auto using second_is_policy. now apply (conditioned_once M V).
Qed.

Theorem theorem_gibbs_policy_deterministic : statement_gibbs_policy_deterministic.
Proof.
  intros K L M V D. pose proof (prior_is_policy V) as P. unfold regularised_return. rewrite one_is.
  apply (no_better_weighed M V D); auto. now apply (conditioned_once M V).
Qed.

Theorem theorem_gibbs_policy_colder_any : statement_gibbs_policy_colder_any.
Proof.
  intros K L M V D. pose proof (prior_is_policy V) as P. unfold regularised_return. rewrite two_is.
  apply (no_better_weighed M V D); auto using second_is_policy. apply (at_temperature M V); [exact P | reflexivity].
Qed.

Theorem theorem_gibbs_policy_colder : statement_gibbs_policy_colder.
Proof.
  intros K L M V D. pose proof (prior_is_policy V) as P. unfold regularised_return. rewrite two_is.
  apply (no_better_weighed M V D); auto. apply (at_temperature M V); [exact P | reflexivity].
Qed.

Theorem theorem_5_4_deterministic : statement_5_4_deterministic.
Proof.
  intros K L M V D. pose proof (prior_is_policy V) as P. change (retrain M (prior M) 1%Q) with (goal_condition M (prior M)).
  apply (colder_than_prior M V D); auto. now apply (conditioned_once M V).
Qed.

Theorem theorem_colder_is_better_deterministic : statement_colder_is_better_deterministic.
Proof.
  intros K L M V D. pose proof (prior_is_policy V) as P. conjuncts.
  - apply (colder_than_prior M V D); auto. apply (at_temperature M V); [exact P | reflexivity].
  - apply (colder M V D (prior M) P 0); apply (at_temperature M V); try exact P; reflexivity.
Qed.

Lemma success_of_temperature (K : ordered_field) (M : model K) alpha beta k : valid M = true -> deterministic M = true ->
  (alpha == count_of k)%Q -> (beta == count_of (S k))%Q ->
  success_probability M (temperature M (prior M) alpha) <= success_probability M (temperature M (prior M) beta).
Proof.
  intros V D E F. pose proof (prior_is_policy V) as P.
  apply success_rises; auto. intros n s H.
  assert (A : forall gamma j, (gamma == count_of j)%Q -> soft_v M (temperature M (prior M) gamma) n s
    = soft_v M (repeat j (fun x => goal_condition M x) (prior M)) n s).
  { intros gamma j G. apply (soft_v_ext M V); auto. intros m t a Hm Ha. f_equal. rewrite (temperature_is M V _ _ j) by auto.
    symmetry. now apply (retrain_is_temperature M V D). }
  rewrite (A alpha k E), (A beta (S k) F). cbn [repeat]. apply (v_rises M V); auto. now apply (retrain_is_policy M V).
Qed.

Theorem theorem_5_6_limit_deterministic : statement_5_6_limit_deterministic.
Proof.
  intros K L M V D. pose proof (prior_is_policy V) as P. conjuncts.
  - apply (colder M V D (prior M) P 0); apply (at_temperature M V); try exact P; reflexivity.
  - apply (colder M V D (prior M) P 1); apply (at_temperature M V); try exact P; reflexivity.
  - apply (colder M V D (prior M) P 2); apply (at_temperature M V); try exact P; reflexivity.
  - apply (success_of_temperature K M _ _ 1); auto; reflexivity.
  - apply (success_of_temperature K M _ _ 2); auto; reflexivity.
  - apply (success_of_temperature K M _ _ 3); auto; reflexivity.
Qed.
