(* What a valid model has, recursions by their equations, soft values. *)

From Coq Require Import List Arith Bool QArith Field Lia.
From Coherence Require Export Numbers Definitions.
Import ListNotations.
Open Scope nat_scope.
Open Scope bool_scope.
Open Scope K_scope.

Section Points.
Context {K : ordered_field} (M : model K).

Definition point (n s : nat) : Prop := (n < decisions M)%nat /\ In s (states M n).

Lemma in_points n s : In (n, s) (all_points M) <-> point n s.
Proof.
  unfold all_points, point. rewrite in_flat_map. split.
  - intros [m [Hm H]]. apply in_map_iff in H. destruct H as [t [e Ht]]. injection e as -> ->.
    apply in_seq in Hm. split; [lia | assumption].
  - intros [Hn Hs]. exists n. split; [apply in_seq; lia | apply in_map_iff; eauto].
Qed.

Lemma in_choices n s a : In (n, s, a) (all_choices M) <-> point n s /\ In a (acts M n s).
Proof.
  unfold all_choices. rewrite in_flat_map. split.
  - intros [[m t] [Hp H]]. apply in_map_iff in H. destruct H as [b [e Hb]]. injection e as -> -> ->.
    split; [now apply in_points | assumption].
  - intros [Hp Ha]. exists (n, s). split; [now apply in_points | apply in_map_iff; eauto].
Qed.

Lemma in_transitions n s a s' :
  In (n, s, a, s') (all_transitions M) <-> point n s /\ In a (acts M n s) /\ In s' (succ M n s a).
Proof.
  unfold all_transitions. rewrite in_flat_map. split.
  - intros [[[m t] b] [Hp H]]. apply in_map_iff in H. destruct H as [c [e Hc]]. injection e as -> -> -> ->.
    apply in_choices in Hp. tauto.
  - intros [Hp [Ha H]]. exists (n, s, a). split; [now apply in_choices | apply in_map_iff; eauto].
Qed.

Lemma in_trajectories n s a rest :
  In (n, s, a, rest) (all_trajectories M) <-> point n s /\ In a (acts M n s) /\ In rest (rests M n s a).
Proof.
  unfold all_trajectories. rewrite in_flat_map. split.
  - intros [[[m t] b] [Hp H]]. apply in_map_iff in H. destruct H as [c [e Hc]]. injection e as -> -> -> ->.
    apply in_choices in Hp. tauto.
  - intros [Hp [Ha H]]. exists (n, s, a). split; [now apply in_choices | apply in_map_iff; eauto].
Qed.

Lemma in_pairs n s a b :
  In (n, s, a, b) (all_pairs M) <-> point n s /\ In a (acts M n s) /\ In b (acts M n s).
Proof.
  unfold all_pairs. rewrite in_flat_map. split.
  - intros [[[m t] c] [Hp H]]. apply in_map_iff in H. destruct H as [d [e Hd]]. injection e as -> -> -> ->.
    apply in_choices in Hp. tauto.
  - intros [Hp [Ha Hb]]. exists (n, s, a). split; [now apply in_choices | apply in_map_iff; eauto].
Qed.

Lemma every_point f : every (all_points M) (fun '(n, s) => f n s) = true
  <-> forall n s, point n s -> f n s = true.
Proof.
  rewrite every_true. split.
  - intros H n s Hp. exact (H (n, s) (proj2 (in_points _ _) Hp)).
  - intros H [n s] Hp. apply H. now apply in_points.
Qed.

Lemma every_choice f : every (all_choices M) (fun '(n, s, a) => f n s a) = true
  <-> forall n s a, point n s -> In a (acts M n s) -> f n s a = true.
Proof.
  rewrite every_true. split.
  - intros H n s a Hp Ha. exact (H (n, s, a) (proj2 (in_choices _ _ _) (conj Hp Ha))).
  - intros H [[n s] a] Hp. apply in_choices in Hp. apply H; tauto.
Qed.

Lemma every_transition f : every (all_transitions M) (fun '(n, s, a, s') => f n s a s') = true
  <-> forall n s a s', point n s -> In a (acts M n s) -> In s' (succ M n s a) -> f n s a s' = true.
Proof.
  rewrite every_true. split.
  - intros H n s a s' Hp Ha Hs. exact (H (n, s, a, s') (proj2 (in_transitions _ _ _ _) (conj Hp (conj Ha Hs)))).
  - intros H [[[n s] a] s'] Hp. apply in_transitions in Hp. apply H; tauto.
Qed.

Lemma every_trajectory f : every (all_trajectories M) (fun '(n, s, a, rest) => f n s a rest) = true
  <-> forall n s a rest, point n s -> In a (acts M n s) -> In rest (rests M n s a) -> f n s a rest = true.
Proof.
  rewrite every_true. split.
  - intros H n s a s' Hp Ha Hs. exact (H (n, s, a, s') (proj2 (in_trajectories _ _ _ _) (conj Hp (conj Ha Hs)))).
  - intros H [[[n s] a] s'] Hp. apply in_trajectories in Hp. apply H; tauto.
Qed.

Lemma every_pair f : every (all_pairs M) (fun '(n, s, a, b) => f n s a b) = true
  <-> forall n s a b, point n s -> In a (acts M n s) -> In b (acts M n s) -> f n s a b = true.
Proof.
  rewrite every_true. split.
  - intros H n s a s' Hp Ha Hs. exact (H (n, s, a, s') (proj2 (in_pairs _ _ _ _) (conj Hp (conj Ha Hs)))).
  - intros H [[[n s] a] s'] Hp. apply in_pairs in Hp. apply H; tauto.
Qed.

Lemma sum_points (f : nat -> nat -> K) :
  sum (all_points M) (fun '(n, s) => f n s) = sum (seq 0 (decisions M)) (fun n => sum (states M n) (f n)).
Proof.
  unfold all_points. rewrite sum_flat_map. apply sum_ext. intros. now rewrite sum_map.
Qed.

Lemma sum_choices (f : nat -> nat -> nat -> K) :
  sum (all_choices M) (fun '(n, s, a) => f n s a)
  = sum (all_points M) (fun '(n, s) => sum (acts M n s) (f n s)).
Proof.
  unfold all_choices. rewrite sum_flat_map. apply sum_ext. intros [n s] _. now rewrite sum_map.
Qed.

Lemma sum_trajectories (f : nat -> nat -> nat -> list (nat * nat) -> K) :
  sum (all_trajectories M) (fun '(n, s, a, rest) => f n s a rest)
  = sum (all_choices M) (fun '(n, s, a) => sum (rests M n s a) (f n s a)).
Proof.
  unfold all_trajectories. rewrite sum_flat_map. apply sum_ext. intros [[n s] a] _. now rewrite sum_map.
Qed.

Lemma sum_trajectories_at n s (f : nat -> list (nat * nat) -> K) :
  sum (trajectories_at M n s) (fun '(a, rest) => f a rest)
  = sum (acts M n s) (fun a => sum (rests M n s a) (f a)).
Proof.
  unfold trajectories_at. rewrite sum_flat_map. apply sum_ext. intros. now rewrite sum_map.
Qed.

Lemma sum_rests m s a (f : list (nat * nat) -> K) :
  sum (rests M (S m) s a) f
  = sum (succ M (S m) s a) (fun s' => sum (acts M m s') (fun a' => sum (rests M m s' a') (fun r => f ((s', a') :: r)))).
Proof.
  cbn [rests]. rewrite sum_flat_map. apply sum_ext. intros. rewrite sum_flat_map. apply sum_ext.
  intros. now rewrite sum_map.
Qed.
End Points.

(** * Valid models *)

Section Valid.
Context {K : ordered_field} (M : model K).
Add Field K_field : (is_field K).

Definition nonnegative (x : choices K) : Prop :=
  forall n s a, point M n s -> In a (acts M n s) -> 0 <= x n s a.
Definition policy (p : choices K) : Prop :=
  nonnegative p /\ forall n s, point M n s -> sum (acts M n s) (p n s) = 1.

Hypothesis V : valid M = true.

Lemma valid_parts :
  (0 < decisions M)%nat
  /\ policy (prior M) /\ policy (second_policy M)
  /\ nonnegative (weight M)
  /\ (forall n s a, point M n s -> In a (acts M n s) -> weight M n s a <= 1)
  /\ (forall n s a, point M (S n) s -> In a (acts M (S n) s) ->
        sum (succ M (S n) s a) (dynamics M (S n) s a) = 1)
  /\ (forall n s a s', point M (S n) s -> In a (acts M (S n) s) -> In s' (succ M (S n) s a) ->
        0 <= dynamics M (S n) s a s' /\ dynamics M (S n) s a s' <> 0 /\ point M n s')
  /\ (forall s, In s (states M (pred (decisions M))) -> 0 <= initial M s /\ initial M s <> 0)
  /\ sum (states M (pred (decisions M))) (initial M) = 1
  /\ (forall n s, point M n s -> (S n < decisions M)%nat -> exists s0 a,
        point M (S n) s0 /\ In a (acts M (S n) s0) /\ In s (succ M (S n) s0 a)).
Proof.
  unfold valid in V. rewrite !andb_true_iff in V.
  destruct V as [[[[[[[HT _] Hrows] Hchoices] Htrans] Hstart] Hone] Hreach].
  apply Nat.ltb_lt in HT. rewrite every_point in Hrows, Hreach. rewrite every_choice in Hchoices.
  rewrite every_transition in Htrans. rewrite every_true in Hstart. apply equals_true in Hone.
  assert (R : forall p, (forall n s, point M n s -> distribution (acts M n s) (p n s) = true) -> policy p).
  { intros p Hp. unfold policy, nonnegative, distribution in *. split.
    - intros n s a H Ha. specialize (Hp n s H). apply andb_true_iff in Hp. destruct Hp as [Hp _].
      rewrite every_true in Hp. auto.
    - intros n s H. specialize (Hp n s H). apply andb_true_iff in Hp. now apply equals_true. }
  split; [assumption|].
  split. { apply R. intros n s H. specialize (Hrows n s H). rewrite !andb_true_iff in Hrows. tauto. }
  split. { apply R. intros n s H. specialize (Hrows n s H). rewrite !andb_true_iff in Hrows. tauto. }
  split. { intros n s a H Ha. specialize (Hchoices n s a H Ha). rewrite !andb_true_iff in Hchoices. tauto. }
  split. { intros n s a H Ha. specialize (Hchoices n s a H Ha). rewrite !andb_true_iff in Hchoices. tauto. }
  split.
  { intros n s a H Ha. specialize (Hchoices _ s a H Ha). rewrite !andb_true_iff in Hchoices.
    destruct Hchoices as [_ G]. cbn [last orb Nat.eqb] in G. apply andb_true_iff in G. now apply equals_true. }
  split.
  { intros n s a s' H Ha Hs. specialize (Htrans _ s a s' H Ha Hs). apply andb_true_iff in Htrans.
    destruct Htrans as [D G]. split; [now apply less_true|]. split; [now apply positive_then|].
    destruct H as [H _]. split; [lia|].
    apply existsb_exists in G. destruct G as [t [Ht e]]. apply Nat.eqb_eq in e. now subst. }
  split. { intros s H. split; [now apply less_true, Hstart | now apply positive_then, Hstart]. }
  split; [assumption|].
  intros n s H HS. specialize (Hreach n s H). apply orb_true_iff in Hreach. destruct Hreach as [e|G].
  - apply Nat.eqb_eq in e. lia.
  - apply existsb_exists in G. destruct G as [s0 [Hs0 G]]. apply existsb_exists in G.
    destruct G as [a [Ha G]]. apply existsb_exists in G. destruct G as [t [Ht e]]. apply Nat.eqb_eq in e. subst t.
    exists s0, a. repeat split; auto.
Qed.

Lemma prior_is_policy : policy (prior M).
Proof. apply valid_parts. Qed.

Lemma second_is_policy : policy (second_policy M).
Proof. apply valid_parts. Qed.

Lemma weight_nonnegative : nonnegative (weight M).
Proof. apply valid_parts. Qed.

Lemma step n s a s' : point M (S n) s -> In a (acts M (S n) s) -> In s' (succ M (S n) s a) -> point M n s'.
Proof. destruct valid_parts as (_ & _ & _ & _ & _ & _ & H & _). intros. now apply (H n s a s'). Qed.

Lemma dynamics_nonnegative n s a s' :
  point M (S n) s -> In a (acts M (S n) s) -> In s' (succ M (S n) s a) -> 0 <= dynamics M (S n) s a s'.
Proof. destruct valid_parts as (_ & _ & _ & _ & _ & _ & H & _). intros. now apply (H n s a s'). Qed.

Lemma dynamics_not_zero n s a s' :
  point M (S n) s -> In a (acts M (S n) s) -> In s' (succ M (S n) s a) -> dynamics M (S n) s a s' <> 0.
Proof. destruct valid_parts as (_ & _ & _ & _ & _ & _ & H & _). intros. now apply (H n s a s'). Qed.

Lemma dynamics_sum n s a : point M (S n) s -> In a (acts M (S n) s) ->
  sum (succ M (S n) s a) (dynamics M (S n) s a) = 1.
Proof. destruct valid_parts as (_ & _ & _ & _ & _ & H & _). auto. Qed.

Lemma policy_some_act p n s : policy p -> point M n s -> acts M n s <> [].
Proof.
  intros [_ H] Hp e. specialize (H n s Hp). rewrite e in H. now elim (@not_one_zero K (eq_sym H)).
Qed.

(** * What follows *)

Lemma ahead_last v s a : ahead M v O s a = 1.
Proof. reflexivity. Qed.

Lemma ahead_next v n s a :
  ahead M v (S n) s a = sum (succ M (S n) s a) (fun s' => dynamics M (S n) s a s' * v n s').
Proof. reflexivity. Qed.

Lemma ahead_ext x y n s a : (forall m s', n = S m -> In s' (succ M n s a) -> x m s' = y m s') ->
  ahead M x n s a = ahead M y n s a.
Proof.
  intro H. destruct n as [|n]; [reflexivity|]. rewrite !ahead_next. apply sum_ext.
  intros s' Hs. f_equal. auto.
Qed.

Lemma ahead_nonnegative v n s a : point M n s -> In a (acts M n s) ->
  (forall m s', n = S m -> In s' (succ M n s a) -> 0 <= v m s') -> 0 <= ahead M v n s a.
Proof.
  intros Hp Ha H. destruct n as [|n]; [apply zero_le_one|]. rewrite ahead_next. apply sum_nonnegative.
  intros s' Hs. apply nonnegative_times; [now apply dynamics_nonnegative | auto].
Qed.

Lemma ahead_le x y n s a : point M n s -> In a (acts M n s) ->
  (forall m s', n = S m -> In s' (succ M n s a) -> x m s' <= y m s') -> ahead M x n s a <= ahead M y n s a.
Proof.
  intros Hp Ha H. destruct n as [|n]; [apply le_refl|]. rewrite !ahead_next. apply sum_le.
  intros s' Hs. apply le_times; [now apply dynamics_nonnegative | auto].
Qed.

(* What is ahead is 0 exactly if it is 0 at every state that follows. *)
Lemma ahead_zero v n s a : point M (S n) s -> In a (acts M (S n) s) ->
  (forall s', In s' (succ M (S n) s a) -> 0 <= v n s') -> ahead M v (S n) s a = 0 ->
  forall s', In s' (succ M (S n) s a) -> v n s' = 0.
Proof.
  intros Hp Ha H e s' Hs. rewrite ahead_next in e.
  assert (Z := sum_zero_each _ _ (fun t Ht => nonnegative_times _ _ (dynamics_nonnegative n s a t Hp Ha Ht) (H t Ht)) e s' Hs).
  cbn beta in Z. destruct (times_zero _ _ Z) as [D|D]; [|assumption].
  now elim (dynamics_not_zero n s a s' Hp Ha Hs).
Qed.

(** * Backward induction *)

Lemma back_known {E : Type} (d : E) equation n : forall m s, (m < n)%nat ->
  back_below d equation n m s = back d equation m s.
Proof.
  induction n as [|n IH]; intros m s H; [lia|]. cbn [back_below].
  destruct (Nat.eqb m n) eqn:e; [apply Nat.eqb_eq in e; now subst|].
  apply Nat.eqb_neq in e. apply IH. lia.
Qed.

Lemma soft_v_equation p w n s : soft_v_of M p w n s = sum (acts M n s) (fun a => p n s a * soft_q_of M p w n s a).
Proof.
  unfold soft_v_of at 1. unfold back. apply sum_ext. intros a Ha. unfold soft_q_of.
  rewrite (ahead_ext _ (soft_v_of M p w)); [ring|].
  intros m s' -> Hs. unfold soft_v_of. apply back_known. lia.
Qed.

Lemma soft_q_nonnegative p w : nonnegative p -> nonnegative w ->
  forall n s, point M n s -> 0 <= soft_v_of M p w n s /\ forall a, In a (acts M n s) -> 0 <= soft_q_of M p w n s a.
Proof.
  intros Hp Hw n. induction n as [|n IH]; intros s H.
  - assert (Q : forall a, In a (acts M O s) -> 0 <= soft_q_of M p w O s a).
    { intros a Ha. unfold soft_q_of. apply nonnegative_times; [now apply Hw | apply zero_le_one]. }
    split; [|assumption]. rewrite soft_v_equation. apply sum_nonnegative. intros a Ha.
    apply nonnegative_times; auto.
  - assert (Q : forall a, In a (acts M (S n) s) -> 0 <= soft_q_of M p w (S n) s a).
    { intros a Ha. unfold soft_q_of. apply nonnegative_times; [now apply Hw|].
      apply ahead_nonnegative; auto. intros m s' e Hs. injection e as <-. now apply IH, (step n s a). }
    split; [|assumption]. rewrite soft_v_equation. apply sum_nonnegative. intros a Ha.
    apply nonnegative_times; auto.
Qed.

Lemma soft_v_nonnegative p w n s : nonnegative p -> nonnegative w -> point M n s -> 0 <= soft_v_of M p w n s.
Proof. intros. now apply soft_q_nonnegative. Qed.

(* Soft values depend on the products of policy and weights alone. *)
Lemma soft_v_ext p q x y : (forall n s a, point M n s -> In a (acts M n s) -> p n s a * x n s a = q n s a * y n s a) ->
  forall n s, point M n s -> soft_v_of M p x n s = soft_v_of M q y n s.
Proof.
  intros H n. induction n as [|n IH]; intros s Hp; rewrite !soft_v_equation; apply sum_ext; intros a Ha;
    unfold soft_q_of; specialize (H _ s a Hp Ha).
  - cbn. replace (p 0%nat s a * (x 0%nat s a * 1)) with (p 0%nat s a * x 0%nat s a) by ring. rewrite H. ring.
  - rewrite (ahead_ext (soft_v_of M p x) (soft_v_of M q y)).
    + match goal with |- ?p * (?x * ?v) = ?q * (?y * ?v) => replace (p * (x * v)) with (p * x * v) by ring end.
      rewrite H. ring.
    + intros m s' e Hs. injection e as <-. now apply IH, (step n s a).
Qed.

(* The part of the value that begins with an action is not negative, and 0 where the value is. *)
Lemma soft_v_zero p w n s : nonnegative p -> nonnegative w -> point M n s -> soft_v_of M p w n s = 0 ->
  forall a, In a (acts M n s) -> p n s a * soft_q_of M p w n s a = 0.
Proof.
  intros Hp Hw H e. rewrite soft_v_equation in e. apply (sum_zero_each _ _); [|assumption].
  intros a Ha. apply nonnegative_times; [now apply Hp | now apply soft_q_nonnegative].
Qed.

Lemma soft_q_next p w n s a :
  soft_q_of M p w (S n) s a = w (S n) s a * sum (succ M (S n) s a) (fun s' => dynamics M (S n) s a s' * soft_v_of M p w n s').
Proof. reflexivity. Qed.

Lemma soft_q_last p w s a : soft_q_of M p w O s a = w 0%nat s a.
Proof. unfold soft_q_of. rewrite ahead_last. ring. Qed.
End Valid.

Arguments valid_parts {K M}.
Arguments prior_is_policy {K M}.
Arguments second_is_policy {K M}.
Arguments weight_nonnegative {K M}.
