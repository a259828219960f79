(* With deterministic dynamics k re-trainings are temperature k (Theorem 5.9), and the laws of trajectories agree
   with those conditioned on success (Proposition 4.3). *)

From Coq Require Import List Arith Bool QArith Field Lia.
From Coherence Require Export Conditioning.
Import ListNotations.
Open Scope nat_scope.
Open Scope bool_scope.
Open Scope K_scope.

Definition weights_to {K : ordered_field} (M : model K) (k : nat) : choices K :=
  fun n s a => natural_power (weight M n s a) k.

Section Values.
Context {K : ordered_field} (M : model K).
Hypothesis V : valid M = true.
Add Field K_field : (is_field K).

Lemma weights_to_nonnegative k : nonnegative M (weights_to M k).
Proof. intros n s a H Ha. apply natural_power_nonnegative. now apply (weight_nonnegative V). Qed.

Lemma condition_ext p x y : (forall n s a, point M n s -> In a (acts M n s) -> p n s a * x n s a = p n s a * y n s a) ->
  forall n s a, point M n s -> In a (acts M n s) -> condition M p x n s a = condition M p y n s a.
Proof.
  intros H n s a Hp Ha. unfold condition. apply share_ext; auto. intros b Hb. unfold soft_q_of.
  rewrite (ahead_ext M (soft_v_of M p x) (soft_v_of M p y)).
  - match goal with |- ?p * (?x * ?v) = ?p * (?y * ?v) =>
      replace (p * (x * v)) with (p * x * v) by ring; rewrite H by auto; ring end.
  - intros m t -> Ht. apply (soft_v_ext M V); auto. now apply (step M V m s b).
Qed.

Lemma temperature_is p alpha k : (alpha == count_of k)%Q -> forall n s a, point M n s -> In a (acts M n s) ->
  temperature M p alpha n s a = condition M p (weights_to M k) n s a.
Proof.
  intros e n s a Hp Ha. apply condition_ext; auto. intros. f_equal. now apply power_natural.
Qed.

Lemma soft_v_of_ones p : policy M p -> forall n s, point M n s -> soft_v_of M p (weights_to M 0) n s = 1.
Proof.
  intros [Hp H1] n. induction n as [|n IH]; intros s H; rewrite soft_v_equation, <- (H1 _ _ H);
    apply sum_ext; intros a Ha.
  - rewrite soft_q_last. cbn. ring.
  - rewrite soft_q_next. unfold weights_to at 1. cbn [natural_power]. rewrite (sum_ext _ _ (dynamics M (S n) s a)).
    + rewrite (dynamics_sum M V) by assumption. ring.
    + intros t Ht. rewrite IH by now apply (step M V n s a). ring.
Qed.

Lemma condition_of_ones p n s a : policy M p -> point M n s -> In a (acts M n s) ->
  condition M p (weights_to M 0) n s a = p n s a.
Proof.
  intros Hp H Ha. unfold condition. assert (T : sum (acts M n s) (fun a => p n s a * soft_q_of M p (weights_to M 0) n s a) = 1).
  { rewrite <- soft_v_equation. now apply soft_v_of_ones. }
  rewrite share_live; rewrite T; [|apply not_one_zero].
  replace (soft_q_of M p (weights_to M 0) n s a) with (1 : K); [field; apply not_one_zero|].
  destruct n as [|n]; [rewrite soft_q_last; reflexivity|].
  rewrite soft_q_next. unfold weights_to at 1. cbn [natural_power]. rewrite (sum_ext _ _ (dynamics M (S n) s a)).
  - rewrite (dynamics_sum M V) by assumption. ring.
  - intros t Ht. rewrite soft_v_of_ones by (auto; now apply (step M V n s a)). ring.
Qed.

(* Conditioning multiplies by the weights and by what is ahead, and divides by the value. *)
Lemma condition_times p w n s a : soft_v_of M p w n s <> 0 ->
  soft_v_of M p w n s * condition M p w n s a = p n s a * soft_q_of M p w n s a.
Proof.
  intro H. unfold condition. rewrite soft_v_equation in *.
  now apply (share_times _ (fun a => p n s a * soft_q_of M p w n s a)).
Qed.

Lemma condition_dead p w n s a : soft_v_of M p w n s = 0 -> condition M p w n s a = p n s a.
Proof. intro H. unfold condition. rewrite soft_v_equation in H. now rewrite share_dead. Qed.

Lemma soft_q_ahead p w n s a : soft_q_of M p w n s a = w n s a * ahead M (soft_v_of M p w) n s a.
Proof. reflexivity. Qed.
End Values.

Section Deterministic.
Context {K : ordered_field} (M : model K).
Hypothesis V : valid M = true.
Hypothesis D : deterministic M = true.
Add Field K_field' : (is_field K).

Lemma follows n s a : point M (S n) s -> In a (acts M (S n) s) ->
  exists t, succ M (S n) s a = [t] /\ point M n t /\ dynamics M (S n) s a t = 1
    /\ forall v, ahead M v (S n) s a = v n t.
Proof.
  intros H Ha. unfold deterministic in D. rewrite every_choice in D. specialize (D (S n) s a H Ha).
  cbn [last Nat.eqb orb] in D. apply equals_true in D. destruct (one_element _ D) as [t e].
  pose proof (dynamics_sum M V n s a H Ha) as T. rewrite e in T. rewrite sum_cons, sum_nil in T.
  assert (T' : dynamics M (S n) s a t = 1) by (rewrite <- T; ring).
  exists t. split; [assumption|]. split; [apply (step M V n s a); auto; rewrite e; cbn; auto|].
  split; [assumption|]. intro v. rewrite ahead_next, e, sum_cons, sum_nil, T'. ring.
Qed.

(* What relates values everywhere relates what is ahead. *)
Lemma ahead_relates (R : K -> K -> K -> Prop) x y z n s a : point M n s -> In a (acts M n s) -> R 1 1 1 ->
  (forall m t, n = S m -> point M m t -> R (x m t) (y m t) (z m t)) ->
  R (ahead M x n s a) (ahead M y n s a) (ahead M z n s a).
Proof.
  intros H Ha R1 HR. destruct n as [|n]; [now rewrite !ahead_last|].
  destruct (follows n s a H Ha) as [t [_ [Ht [_ E]]]]. rewrite !E. auto.
Qed.

(** * Re-training and temperature *)

Section Steps.
Variable p : choices K.
Hypothesis P : policy M p.
Notation W := (weights_to M).
Notation tempered k := (condition M p (W k)).
Notation Z k := (soft_v_of M p (W k)).

Lemma Z_equation k n s : Z k n s = sum (acts M n s) (fun a => p n s a * W k n s a * ahead M (Z k) n s a).
Proof. rewrite soft_v_equation. apply sum_ext. intros. rewrite soft_q_ahead. ring. Qed.

Lemma Z_zero k n s a : point M n s -> Z k n s = 0 -> In a (acts M n s) ->
  p n s a = 0 \/ W k n s a = 0 \/ ahead M (Z k) n s a = 0.
Proof.
  intros H e Ha. assert (T := soft_v_zero M V p (W k) n s (proj1 P) (weights_to_nonnegative M V k) H e a Ha).
  rewrite soft_q_ahead in T. destruct (times_zero _ _ T) as [T'|T']; [auto|].
  destruct (times_zero _ _ T'); auto.
Qed.

Lemma Z_zero_from k n s : point M n s ->
  (forall a, In a (acts M n s) -> p n s a = 0 \/ W k n s a = 0 \/ ahead M (Z k) n s a = 0) -> Z k n s = 0.
Proof.
  intros H E. rewrite Z_equation. apply sum_of_zero. intros a Ha.
  destruct (E a Ha) as [e|[e|e]]; rewrite e; ring.
Qed.

Lemma Z_dies k : forall n s, point M n s -> Z (S (S k)) n s = 0 -> Z (S k) n s = 0.
Proof.
  intro n. induction n as [n IH] using lt_wf_ind. intros s H e. apply Z_zero_from; auto. intros a Ha.
  destruct (Z_zero _ _ _ a H e Ha) as [z|[z|z]]; [auto | right; left |].
  - unfold weights_to in *. apply natural_power_zero in z. rewrite z. cbn. ring.
  - right. right. revert z. apply (ahead_relates (fun x y _ => x = 0 -> y = 0) _ _ (Z k)); auto.
    intros m t -> Ht. apply IH; auto.
Qed.

(* The value of the policy of temperature k, times Z_k, is Z_{k+1}. *)
Lemma value_of_tempered k : forall n s, point M n s ->
  soft_v M (tempered k) n s * Z k n s = Z (S k) n s /\ (Z k n s = 0 -> soft_v M (tempered k) n s = 0).
Proof.
  intro n. induction n as [n IH] using lt_wf_ind. intros s H.
  assert (A : forall a, In a (acts M n s) ->
    ahead M (soft_v M (tempered k)) n s a * ahead M (Z k) n s a = ahead M (Z (S k)) n s a
    /\ (ahead M (Z k) n s a = 0 -> ahead M (soft_v M (tempered k)) n s a = 0)).
  { intros a Ha. apply (ahead_relates (fun x y z => x * y = z /\ (y = 0 -> x = 0))); auto.
    - split; [ring | intro e; now elim (@not_one_zero K)].
    - intros m t -> Ht. apply IH; auto. }
  destruct (equal_or_not (Z k n s) 0) as [e|e].
  - assert (U : soft_v M (tempered k) n s = 0).
    { unfold soft_v. rewrite soft_v_equation. apply sum_of_zero. intros a Ha. rewrite soft_q_ahead.
      fold (soft_v M (tempered k)). rewrite condition_dead by assumption.
      destruct (Z_zero k n s a H e Ha) as [z|[z|z]].
      - rewrite z. ring.
      - apply natural_power_zero in z. rewrite z. ring.
      - rewrite (proj2 (A a Ha) z). ring. }
    split; [|auto]. rewrite U. symmetry. replace (0 * Z k n s) with (0 : K) by ring. apply Z_zero_from; auto.
    intros a Ha. destruct (Z_zero k n s a H e Ha) as [z|[z|z]]; [auto | right; left | right; right].
    + apply natural_power_zero in z. unfold weights_to. rewrite z. cbn. ring.
    + rewrite <- (proj1 (A a Ha)), z. ring.
  - split; [|contradiction]. unfold soft_v at 1. rewrite soft_v_equation, (Z_equation (S k)), <- sum_times_right.
    apply sum_ext. intros a Ha. rewrite soft_q_ahead. fold (soft_v M (tempered k)).
    rewrite <- (proj1 (A a Ha)). pose proof (condition_times M p (W k) n s a e) as C. rewrite soft_q_ahead in C.
    transitivity (Z k n s * tempered k n s a * weight M n s a * ahead M (soft_v M (tempered k)) n s a); [ring|].
    rewrite C. unfold weights_to. cbn [natural_power]. ring.
Qed.

Theorem retrain_is_temperature k : forall n s a, point M n s -> In a (acts M n s) ->
  repeat k (fun x => goal_condition M x) p n s a = tempered k n s a.
Proof.
  induction k as [|k IH]; intros n s a H Ha.
  - symmetry. now apply (condition_of_ones M V).
  - cbn [repeat]. set (before := repeat k (fun x => goal_condition M x) p) in *.
    assert (EV : forall m t, point M m t -> soft_v M before m t = soft_v M (tempered k) m t).
    { intros m t Ht. apply (soft_v_ext M V); auto. intros. f_equal. auto. }
    destruct (value_of_tempered k n s H) as [E0 E1].
    destruct (equal_or_not (Z k n s) 0) as [e|e].
    + rewrite (goal_dead M) by (rewrite EV; auto). rewrite IH by assumption.
      rewrite !condition_dead; auto. rewrite <- E0, e. ring.
    + unfold goal_condition, condition.
      apply (share_proportional (acts M n s) _ _ _ _ (Z k n s)); auto.
      * intros b Hb. rewrite IH by assumption. fold (soft_q M before). unfold soft_q. rewrite !soft_q_ahead.
        fold (soft_v M before).
        assert (A : ahead M (soft_v M before) n s b * ahead M (Z k) n s b = ahead M (Z (S k)) n s b).
        { apply (ahead_relates (fun x y z => x * y = z)); auto; [ring|].
          intros m t -> Ht. rewrite EV by assumption. now apply value_of_tempered. }
        rewrite <- A. pose proof (condition_times M p (W k) n s b e) as C. rewrite soft_q_ahead in C.
        transitivity (Z k n s * tempered k n s b * (weight M n s b * ahead M (soft_v M before) n s b)); [ring|].
        rewrite C. unfold weights_to. cbn [natural_power]. ring.
      * intro z. rewrite <- (soft_v_equation M before) in z. change (soft_v M before n s = 0) in z.
        rewrite EV in z by assumption. destruct k as [|k]; [reflexivity|]. exfalso. apply e, Z_dies; auto.
        rewrite <- E0, z. ring.
Qed.
End Steps.

(** * Laws *)

Section Laws.
Variables p w : choices K.
Hypothesis P : policy M p.
Hypothesis Hw : nonnegative M w.
Notation Z := (soft_v_of M p w).

Lemma rests_step n s a r : point M (S n) s -> In a (acts M (S n) s) -> In r (rests M (S n) s a) ->
  exists t b r', r = (t, b) :: r' /\ point M n t /\ In b (acts M n t) /\ In r' (rests M n t b)
    /\ dynamics M (S n) s a t = 1 /\ forall v, ahead M v (S n) s a = v n t.
Proof.
  intros H Ha Hr. destruct (follows n s a H Ha) as [t [e [Ht [T E]]]].
  cbn [rests] in Hr. rewrite e in Hr. cbn [flat_map] in Hr. rewrite app_nil_r in Hr.
  apply in_flat_map in Hr. destruct Hr as [b [Hb Hr]]. apply in_map_iff in Hr. destruct Hr as [r' [<- Hr']].
  exists t, b, r'. auto 10.
Qed.

Lemma chance_is_one n : forall s a r, point M n s -> In a (acts M n s) -> In r (rests M n s a) -> chance M n s a r = 1.
Proof.
  induction n as [|n IH]; intros s a r H Ha Hr; [destruct Hr as [<-|[]]; reflexivity|].
  destruct (rests_step n s a r H Ha Hr) as (t & b & r' & -> & Ht & Hb & Hr' & T & _).
  cbn [chance pred]. rewrite T, IH by assumption. ring.
Qed.

Lemma product_dead n : forall s a r, point M n s -> In a (acts M n s) -> In r (rests M n s a) -> Z n s = 0 ->
  product (fun n s a => p n s a * w n s a) n s a r = 0.
Proof.
  induction n as [|n IH]; intros s a r H Ha Hr e;
    assert (T := soft_v_zero M V p w _ s (proj1 P) Hw H e a Ha); rewrite soft_q_ahead in T.
  - destruct Hr as [<-|[]]. rewrite ahead_last in T. cbn. rewrite <- T. ring.
  - destruct (rests_step n s a r H Ha Hr) as (t & b & r' & -> & Ht & Hb & Hr' & _ & E).
    rewrite E in T. cbn [product pred]. destruct (times_zero _ _ T) as [z|z]; [rewrite z; ring|].
    destruct (times_zero _ _ z) as [z'|z']; [rewrite z'; ring|]. rewrite IH by assumption. ring.
Qed.

(* The law of the conditioned policy, times Z, is the law of the policy times the product of the weights. *)
Lemma law_of_conditioned n : forall s a r, point M n s -> In a (acts M n s) -> In r (rests M n s a) -> Z n s <> 0 ->
  Z n s * product (condition M p w) n s a r = product (fun n s a => p n s a * w n s a) n s a r.
Proof.
  induction n as [|n IH]; intros s a r H Ha Hr e; pose proof (condition_times M p w _ s a e) as C; rewrite soft_q_ahead in C.
  - destruct Hr as [<-|[]]. cbn [product]. rewrite C, ahead_last. ring.
  - destruct (rests_step n s a r H Ha Hr) as (t & b & r' & -> & Ht & Hb & Hr' & _ & E).
    cbn [product pred]. rewrite E in C.
    transitivity (p (S n) s a * w (S n) s a * (Z n t * product (condition M p w) n t b r')).
    + transitivity (Z (S n) s * condition M p w (S n) s a * product (condition M p w) n t b r'); [ring|].
      rewrite C. ring.
    + destruct (equal_or_not (Z n t) 0) as [z|z].
      * rewrite (product_dead n t b r') by assumption. rewrite z. ring.
      * now rewrite IH.
Qed.
End Laws.
End Deterministic.

Theorem theorem_5_9_T_printed : statement_5_9_T_printed.
Proof.
  intros K M V D. pose proof (prior_is_policy V) as P. conjuncts; apply same_choices; intros n s a H Ha.
  - rewrite (temperature_is M V _ _ 1) by (auto; reflexivity). symmetry. now apply (retrain_is_temperature M V D (prior M) P 1).
  - rewrite (temperature_is M V _ _ 2) by (auto; reflexivity). symmetry. now apply (retrain_is_temperature M V D (prior M) P 2).
  - rewrite (temperature_is M V _ _ 3) by (auto; reflexivity). symmetry. now apply (retrain_is_temperature M V D (prior M) P 3).
  - rewrite (temperature_is M V _ _ 4) by (auto; reflexivity). symmetry. now apply (retrain_is_temperature M V D (prior M) P 4).
Qed.

(* Theorem 5.9 for every k. *)
Theorem temperature_k_is_k_retrainings (K : ordered_field) (M : model K) (k : nat) :
  valid M = true -> deterministic M = true ->
  every (all_choices M) (fun '(n, s, a) =>
    temperature M (prior M) (count_of k) n s a =? retrain M (prior M) (count_of k) n s a) = true.
Proof.
  intros V D. apply same_choices. intros n s a H Ha. rewrite (temperature_is M V _ _ k) by (auto; reflexivity).
  unfold retrain. rewrite natural_of. symmetry. apply (retrain_is_temperature M V D); auto using prior_is_policy.
Qed.

(* The law of k re-trainings: that of the prior times the k-th power of the weights, divided by their mean. *)
Theorem law_of_k_retrainings (K : ordered_field) (M : model K) (k : nat) n s a r :
  valid M = true -> deterministic M = true -> point M n s -> In a (acts M n s) -> In r (rests M n s a) ->
  soft_v_of M (prior M) (weights_to M k) n s <> 0 ->
  soft_v_of M (prior M) (weights_to M k) n s * product (retrain M (prior M) (count_of k)) n s a r
  = product (prior M) n s a r * natural_power (product (weight M) n s a r) k.
Proof.
  intros V D H Ha Hr e. pose proof (prior_is_policy V) as P.
  assert (E : forall n s a r, point M n s -> In a (acts M n s) -> In r (rests M n s a) ->
    product (retrain M (prior M) (count_of k)) n s a r = product (condition M (prior M) (weights_to M k)) n s a r).
  { clear - V D P. intro n. induction n as [|n IH]; intros s a r H Ha Hr.
    - destruct Hr as [<-|[]]. cbn. unfold retrain. rewrite natural_of. now apply (retrain_is_temperature M V D).
    - destruct (rests_step M V D n s a r H Ha Hr) as (t & b & r' & -> & Ht & Hb & Hr' & _).
      cbn [product pred]. rewrite IH by assumption. f_equal. unfold retrain. rewrite natural_of.
      now apply (retrain_is_temperature M V D). }
  rewrite E by assumption. rewrite (law_of_conditioned M V D) by (auto using weights_to_nonnegative).
  rewrite product_times. f_equal. apply product_power.
Qed.

(* Proposition 4.3 *)

Lemma law_from_start (K : ordered_field) (M : model K) n s a r : valid M = true -> deterministic M = true ->
  point M n s -> In a (acts M n s) -> In r (rests M n s a) -> soft_v M (prior M) n s <> 0 ->
  chance M n s a r * product (prior M) n s a r * product (weight M) n s a r / soft_v M (prior M) n s
  = chance M n s a r * product (goal_condition M (prior M)) n s a r.
Proof.
  intros V D H Ha Hr e. pose proof (prior_is_policy V) as P.
  pose proof (law_of_conditioned M V D (prior M) (weight M) P (weight_nonnegative V) n s a r H Ha Hr e) as L.
  fold (goal_condition M (prior M)) in L. fold (soft_v M (prior M)) in L. rewrite product_times in L.
  rewrite (chance_is_one M V D) by assumption. apply quotient_from; auto.
Qed.

Lemma success_from_start (K : ordered_field) (M : model K) n s : (0 <? start M n s) = true ->
  sum (trajectories_at M n s) (fun '(a, rest) => law_given_start M (prior M) n s a rest * product (weight M) n s a rest)
  = soft_v M (prior M) n s.
Proof.
  intro e. unfold soft_v, law_given_start. rewrite e, soft_v_by_trajectories. apply sum_ext.
  intros [b q] _. rewrite product_times. destruct (is_field K) as [R]. destruct R. now rewrite Rmul_assoc.
Qed.

Lemma law_given_start_at (K : ordered_field) (M : model K) n s a r : valid M = true -> deterministic M = true ->
  point M n s -> In a (acts M n s) -> In r (rests M n s a) ->
  ((0 <? start M n s) = true -> soft_v M (prior M) n s <> 0) ->
  law_given_start_and_success M (prior M) n s a r = law_given_start M (retrain M (prior M) 1%Q) n s a r.
Proof.
  intros V D H Ha Hr N. change (retrain M (prior M) 1%Q) with (goal_condition M (prior M)).
  unfold law_given_start_and_success. destruct (0 <? start M n s) eqn:e.
  - rewrite success_from_start by assumption. unfold law_given_start. rewrite e. now apply law_from_start; auto.
  - unfold law_given_start. now rewrite e.
Qed.

Lemma success_where_started (K : ordered_field) (M : model K) n s : point M n s ->
  every (all_points M) (fun '(n, s) => (start M n s =? 0) || (0 <? soft_v M (prior M) n s)) = true ->
  (0 <? start M n s) = true -> soft_v M (prior M) n s <> 0.
Proof.
  intros H S e. rewrite every_point in S. specialize (S n s H). apply orb_true_iff in S. destruct S as [z|z].
  - apply equals_true in z. apply positive_then in e. contradiction.
  - now apply positive_then.
Qed.

Theorem theorem_4_3_given_start : statement_4_3_given_start.
Proof.
  intros K M V S D. apply every_trajectory. intros n s a r H Ha Hr. apply equals_true.
  apply law_given_start_at; auto. now apply success_where_started.
Qed.

Theorem theorem_A_2_telescope_corrected : statement_A_2_telescope_corrected.
Proof. exact theorem_4_3_given_start. Qed.

Lemma single_start_is (K : ordered_field) (M : model K) : valid M = true -> single_start M = true ->
  exists n0 s0, point M n0 s0 /\ start M n0 s0 = 1 /\ (forall n s, point M n s -> start M n s <> 0 -> n = n0 /\ s = s0)
    /\ forall f, sum (all_points M) (fun '(n, s) => start M n s * f n s) = f n0 s0.
Proof.
  intros V S. unfold single_start, count in S. apply equals_true in S. apply one_element in S. destruct S as [[n0 s0] e].
  assert (I : forall n s, point M n s -> start M n s <> 0 -> n = n0 /\ s = s0).
  { intros n s H N. assert (J : In (n, s) (filter (fun '(n, s) => 0 <? start M n s) (all_points M))).
    { apply filter_In. split; [now apply in_points|]. apply positive_from; auto. now apply start_nonnegative. }
    rewrite e in J. destruct J as [J|[]]. now injection J. }
  assert (F : forall f, sum (all_points M) (fun '(n, s) => start M n s * f n s) = start M n0 s0 * f n0 s0).
  { intro f. transitivity (sum (filter (fun '(n, s) => 0 <? start M n s) (all_points M)) (fun '(n, s) => start M n s * f n s)).
    - rewrite sum_if. apply sum_ext. intros [n s] H. apply in_points in H. destruct (0 <? start M n s) eqn:z; [reflexivity|].
      destruct (equal_or_not (start M n s) 0) as [z'|z'].
      + rewrite z'. apply zero_times.
      + rewrite positive_from in z; [discriminate | now apply start_nonnegative | assumption].
    - rewrite e, sum_cons, sum_nil. apply plus_zero. }
  assert (O : start M n0 s0 = 1).
  { destruct (valid_parts V) as (T & _ & _ & _ & _ & _ & _ & _ & O & _).
    assert (F1 : sum (all_points M) (fun '(n, s) => start M n s * 1) = start M n0 s0 * 1) by exact (F (fun _ _ => 1)).
    rewrite (sum_points M (fun n s => start M n s * 1)) in F1.
    rewrite times_one in F1. rewrite <- F1. etransitivity; [|exact O].
    assert (L : In (pred (decisions M)) (seq 0 (decisions M))) by (apply in_seq; lia).
    rewrite (sum_one_term (seq 0 (decisions M)) (pred (decisions M))); auto using seq_NoDup.
    - apply sum_ext. intros s _. rewrite times_one. unfold start.
      replace (Nat.eqb (S (pred (decisions M))) (decisions M)) with true; [reflexivity|].
      symmetry. apply Nat.eqb_eq. lia.
    - intros n Hn N. apply sum_of_zero. intros s _. rewrite times_one. unfold start.
      replace (Nat.eqb (S n) (decisions M)) with false; [reflexivity|]. symmetry. apply Nat.eqb_neq. lia. }
  exists n0, s0. split.
  - apply in_points. assert (J : In (n0, s0) [(n0, s0)]) by (cbn; auto). rewrite <- e in J. now apply filter_In in J.
  - repeat split; auto; [now apply (I n s) | now apply (I n s) |]. intro f. rewrite F, O. apply one_times.
Qed.

Theorem theorem_4_3_printed : statement_4_3_printed.
Proof.
  intros K M V S D O. apply every_trajectory. intros n s a r H Ha Hr. apply equals_true.
  change (retrain M (prior M) 1%Q) with (goal_condition M (prior M)).
  destruct (single_start_is K M V O) as (n0 & s0 & H0 & O0 & I & F). apply positive_then in S.
  unfold law_given_success. fold (success_by_trajectories M (prior M)). rewrite <- success_two_ways.
  unfold success_probability in *. rewrite F in *. unfold law.
  destruct (equal_or_not (start M n s) 0) as [e|e].
  - rewrite e. apply zero_law. exact S.
  - destruct (I n s H e) as [-> ->]. rewrite O0. apply one_law; [assumption|]. now apply law_from_start.
Qed.

(* Where all rewards before the last are 0, the product of the weights is the last one. *)
Lemma product_is_last (K : ordered_field) (M : model K) : valid M = true -> terminal_rewards M = true ->
  forall n s a r, point M n s -> In a (acts M n s) -> In r (rests M n s a) -> product (weight M) n s a r = end_of (weight M) n s a r.
Proof.
  intros V T n. unfold terminal_rewards in T. rewrite every_choice in T. induction n as [|n IH]; intros s a r H Ha Hr.
  - destruct Hr as [<-|[]]. reflexivity.
  - cbn [rests] in Hr. apply in_flat_map in Hr. destruct Hr as [t [Ht Hr]]. apply in_flat_map in Hr.
    destruct Hr as [b [Hb Hr]]. apply in_map_iff in Hr. destruct Hr as [r' [<- Hr']].
    cbn [product end_of pred]. rewrite IH; auto; [|now apply (step M V n s a)].
    specialize (T (S n) s a H Ha). cbn [last Nat.eqb orb] in T. apply equals_true in T. rewrite T. apply one_times.
Qed.

Lemma last_reward_at (K : ordered_field) (M : model K) n s a r : valid M = true -> deterministic M = true ->
  terminal_rewards M = true -> point M n s -> In a (acts M n s) -> In r (rests M n s a) ->
  ((0 <? start M n s) = true -> soft_v M (prior M) n s <> 0) ->
  law_given_start M (retrain M (prior M) 1%Q) n s a r = last_reward_trajectories M (prior M) n s a r.
Proof.
  intros V D T H Ha Hr N. rewrite <- law_given_start_at by assumption.
  unfold law_given_start_and_success, last_reward_trajectories. destruct (0 <? start M n s) eqn:e; [|reflexivity].
  now rewrite <- product_is_last, success_from_start by assumption.
Qed.

Theorem theorem_A_2_telescope_rewards_at_the_end : statement_A_2_telescope_rewards_at_the_end.
Proof.
  intros K M V S D T. apply every_trajectory. intros n s a r H Ha Hr. apply equals_true.
  apply last_reward_at; auto. now apply success_where_started.
Qed.

Lemma quotient_of_itself (K : ordered_field) (x : K) : x <> 0 -> 1 * x / (1 * x + 0) = 1.
Proof. intro N. destruct (is_field K) as [R _ D I]. destruct R. rewrite Rmul_1_l, Radd_comm, Radd_0_l, D, Rmul_comm. now apply I. Qed.

Lemma conditioned_dynamics_at (K : ordered_field) (M : model K) n s a t : valid M = true -> deterministic M = true ->
  point M n s -> In a (acts M n s) -> In t (succ M n s a) ->
  sum (succ M n s a) (fun s' => dynamics M n s a s' * next 0 (soft_v M (prior M)) n s') <> 0 ->
  conditioned_dynamics M (prior M) n s a t = dynamics M n s a t.
Proof.
  intros V D H Ha Ht S. destruct n as [|n]; [destruct Ht|]. destruct (follows M V D n s a H Ha) as [u [e [_ [T _]]]].
  unfold conditioned_dynamics. rewrite e in *. destruct Ht as [<-|[]]. rewrite sum_cons, sum_nil, T in *. cbn [next] in *.
  apply quotient_of_itself. intro z. apply S. rewrite z. destruct (is_field K) as [R]. destruct R.
  now rewrite Rmul_1_l, Radd_0_l.
Qed.

Theorem theorem_4_optimism_deterministic : statement_4_optimism_deterministic.
Proof.
  intros K M V S D. apply every_transition. intros n s a t H Ha Ht. apply equals_true.
  apply conditioned_dynamics_at; auto. intro z.
  rewrite every_transition in S. specialize (S n s a t H Ha Ht). apply positive_then in S.
  destruct n as [|n]; [destruct Ht|]. destruct (follows M V D n s a H Ha) as [u [e [_ [T _]]]].
  rewrite e in *. destruct Ht as [<-|[]]. rewrite sum_cons, sum_nil, T, plus_zero in z. cbn [next] in *.
  apply S. rewrite <- z. destruct (is_field K) as [R]. destruct R. now rewrite Rmul_1_l.
Qed.
