(* States with equally many actions at each time, as the package's definition has it: the numbers of actions along a
   path are the digits of one number, and all paths have the same.  That says so for fewer than a million actions. *)

From Coq Require Import List Arith Bool ZArith QArith Field Lia.
From Coherence Require Export Folding.
Import ListNotations.
Open Scope nat_scope.
Open Scope bool_scope.
Open Scope K_scope.

Section Naturals.
Context {K : ordered_field}.
Add Field K_field : (is_field K).

Fixpoint embed (n : nat) : K := match n with O => 0 | S m => 1 + embed m end.

Lemma embed_plus m n : embed (m + n) = embed m + embed n.
Proof. induction m as [|m IH]; cbn; [ring | rewrite IH; ring]. Qed.

Lemma embed_times m n : embed (m * n) = embed m * embed n.
Proof. induction m as [|m IH]; cbn; [ring | rewrite embed_plus, IH; ring]. Qed.

Lemma embed_nonnegative n : 0 <= embed n.
Proof. induction n; cbn; auto with order. Qed.

Lemma embed_injective m n : embed m = embed n -> m = n.
Proof.
  revert n. induction m as [|m IH]; intros [|n] e; cbn in e; auto.
  - exfalso. apply (@not_one_zero K). destruct (sum_zero_both 1 (embed n)); auto using zero_le_one, embed_nonnegative.
  - exfalso. apply (@not_one_zero K). destruct (sum_zero_both 1 (embed m)); auto using zero_le_one, embed_nonnegative.
  - f_equal. apply IH. replace (embed m) with (1 + embed m - 1) by ring. rewrite e. ring.
Qed.

Lemma of_positive_is p : of_positive p = embed (Pos.to_nat p).
Proof.
  induction p as [p IH|p IH|]; cbn [of_positive].
  - rewrite Pos2Nat.inj_xI, IH. cbn [embed]. replace (2 * Pos.to_nat p)%nat with (Pos.to_nat p + Pos.to_nat p)%nat by lia.
    now rewrite embed_plus.
  - rewrite Pos2Nat.inj_xO, IH. replace (2 * Pos.to_nat p)%nat with (Pos.to_nat p + Pos.to_nat p)%nat by lia.
    now rewrite embed_plus.
  - change ((1 : K) = 1 + 0). ring.
Qed.

Lemma sum_of_ones {A} (l : list A) : sum l (fun _ => 1) = embed (length l).
Proof. induction l as [|x l IH]; [reflexivity|]. rewrite sum_cons, IH. reflexivity. Qed.
Lemma one_is : (1 : K) = embed 1.
Proof. cbn. ring. Qed.

Lemma two_is : (of_rational (2 # 1)%Q : K) = embed 2.
Proof. unfold of_rational. cbn. field. apply not_one_zero. Qed.

Lemma three_is : (of_rational (3 # 1)%Q : K) = embed 3.
Proof. unfold of_rational. cbn. field. apply not_one_zero. Qed.

Lemma four_is : (of_rational (4 # 1)%Q : K) = embed 4.
Proof. unfold of_rational. cbn. field. apply not_one_zero. Qed.
End Naturals.

Definition base : nat := Pos.to_nat 1000000.

Section Counts.
Context {K : ordered_field} (M : model K).
Hypothesis V : valid M = true.
Add Field K_field' : (is_field K).

Lemma base_is : (of_rational (1000000 # 1) : K) = embed base.
Proof.
  unfold of_rational. cbn [Qnum Qden of_integer]. change (of_positive 1) with (1 : K). rewrite of_positive_is. unfold base.
  field. apply not_one_zero.
Qed.

Notation cnt n s := (length (acts M n s)).

Lemma count_is n s : action_count M n s = embed (cnt n s).
Proof. apply sum_of_ones. Qed.

(* The largest, or the least, number along a path: by any choice among the entries of a list that is not empty. *)
Section Extreme.
Variable choose : list nat -> (nat -> K) -> K.
Hypothesis chosen : forall l f, l <> [] -> exists x, In x l /\ choose l f = f x.
Hypothesis chosen_ext : forall l f g, (forall x, In x l -> f x = g x) -> choose l f = choose l g.
Notation digits := (back 0 (fun v n s => action_count M n s
  + of_rational (1000000 # 1) * (if last n then 0 else choose (acts M n s) (fun a => choose (succ M n s a) (fun s' => next 0 v n s'))))).

Lemma digits_last s : digits O s = embed (cnt O s).
Proof. unfold back. rewrite count_is. cbn [last Nat.eqb]. ring. Qed.

Lemma digits_next n s : digits (S n) s = embed (cnt (S n) s)
  + embed base * choose (acts M (S n) s) (fun a => choose (succ M (S n) s a) (fun s' => digits n s')).
Proof.
  unfold back at 1. rewrite count_is, base_is. cbn [last Nat.eqb]. do 2 f_equal. apply chosen_ext. intros a _.
  apply chosen_ext. intros s' _. cbn [next]. apply back_known. lia.
Qed.

Lemma digits_natural n : forall s, point M n s -> exists k, digits n s = embed k.
Proof.
  induction n as [|n IH]; intros s H; [rewrite digits_last; eauto|]. rewrite digits_next.
  destruct (chosen (acts M (S n) s) (fun a => choose (succ M (S n) s a) (fun s' => digits n s'))) as [a [Ha ->]].
  { apply (policy_some_act M (prior M)); auto using prior_is_policy. }
  destruct (chosen (succ M (S n) s a) (fun s' => digits n s')) as [t [Ht ->]].
  { pose proof (dynamics_sum M V n s a H Ha) as T. intro e. rewrite e in T. now elim (@not_one_zero K (eq_sym T)). }
  destruct (IH t) as [k ->]; [now apply (step M V n s a)|]. rewrite <- embed_times, <- embed_plus. eauto.
Qed.
End Extreme.

Notation largest := (back 0 (fun v n s => action_count M n s
  + of_rational (1000000 # 1) * (if last n then 0 else max (acts M n s) (fun a => max (succ M n s a) (fun s' => next 0 v n s'))))).
Notation least := (back 0 (fun v n s => action_count M n s
  + of_rational (1000000 # 1) * (if last n then 0 else min (acts M n s) (fun a => min (succ M n s a) (fun s' => next 0 v n s'))))).

Lemma some_act n s : point M n s -> exists a, In a (acts M n s).
Proof.
  intro H. pose proof (policy_some_act M (prior M) n s (prior_is_policy V) H) as N.
  destruct (acts M n s) as [|a l]; [congruence | exists a; now left].
Qed.

Lemma some_next n s a : point M (S n) s -> In a (acts M (S n) s) -> exists t, In t (succ M (S n) s a).
Proof.
  intros H Ha. pose proof (dynamics_sum M V n s a H Ha) as T. destruct (succ M (S n) s a) as [|t l].
  - now elim (@not_one_zero K (eq_sym T)).
  - exists t. now left.
Qed.

Notation largest_after n s := (max (acts M (S n) s) (fun a => max (succ M (S n) s a) (fun s' => largest n s'))).
Notation least_after n s := (min (acts M (S n) s) (fun a => min (succ M (S n) s a) (fun s' => least n s'))).

Lemma child_between n s a t : In a (acts M (S n) s) -> In t (succ M (S n) s a) ->
  least_after n s <= least n t /\ largest n t <= largest_after n s.
Proof.
  intros Ha Ht. split.
  - eapply le_trans; [apply (min_below _ _ a Ha)|]. apply (min_below (succ M (S n) s a) (fun s' => least n s') t Ht).
  - eapply le_trans; [|apply (max_above _ _ a Ha)]. apply (max_above (succ M (S n) s a) (fun s' => largest n s') t Ht).
Qed.

Lemma least_below_largest n : forall s, point M n s -> least n s <= largest n s.
Proof.
  induction n as [|n IH]; intros s H.
  - rewrite (digits_last min), (digits_last max). apply le_refl.
  - rewrite (digits_next min) by (intros; now apply min_ext). rewrite (digits_next max) by (intros; now apply max_ext).
    apply le_plus_both; [apply le_refl|]. apply le_times; [apply embed_nonnegative|].
    destruct (some_act _ _ H) as [a Ha]. destruct (some_next _ _ _ H Ha) as [t Ht].
    destruct (child_between n s a t Ha Ht) as [L U]. eapply le_trans; [exact L|]. eapply le_trans; [|exact U].
    apply IH. now apply (step M V n s a).
Qed.

Definition one_number (n : nat) : Prop := exists c, forall s, point M n s -> largest n s = c /\ least n s = c.

Hypothesis few : forall n s, point M n s -> (cnt n s < base)%nat.

Lemma base_not_zero : embed base <> (0 : K).
Proof. intro e. apply (embed_injective base 0) in e. unfold base in e. lia. Qed.

Lemma after_is n s : point M (S n) s -> largest (S n) s = least (S n) s ->
  exists k, (forall a t, In a (acts M (S n) s) -> In t (succ M (S n) s a) -> largest n t = embed k /\ least n t = embed k)
    /\ largest (S n) s = embed (cnt (S n) s + base * k).
Proof.
  intros H e. rewrite (digits_next max) in * by (intros; now apply max_ext).
  rewrite (digits_next min) in e by (intros; now apply min_ext).
  assert (E : largest_after n s = least_after n s).
  { apply (times_cancel _ _ (embed base) base_not_zero).
    replace (embed base * largest_after n s) with (embed (cnt (S n) s) + embed base * largest_after n s - embed (cnt (S n) s)) by ring.
    rewrite e. ring. }
  assert (C : forall a t, In a (acts M (S n) s) -> In t (succ M (S n) s a) ->
    largest n t = largest_after n s /\ least n t = largest_after n s).
  { intros a t Ha Ht. destruct (child_between n s a t Ha Ht) as [L U]. rewrite <- E in L.
    pose proof (least_below_largest n t (step M V n s a t H Ha Ht)) as B.
    split; apply le_antisym; auto; eapply le_trans; eauto. }
  destruct (some_act _ _ H) as [a Ha]. destruct (some_next _ _ _ H Ha) as [t Ht].
  destruct (digits_natural max max_member (fun l f g => max_ext l f g) n t (step M V n s a t H Ha Ht)) as [k Hk].
  exists k. assert (F : largest_after n s = embed k) by (rewrite <- Hk; symmetry; now apply (C a t)).
  split; [intros b u Hb Hu; rewrite <- F; now apply (C b u)|]. rewrite F, embed_plus, embed_times. reflexivity.
Qed.

Lemma same_digits m n j k : (m < base)%nat -> (n < base)%nat -> (m + base * j = n + base * k)%nat -> m = n /\ j = k.
Proof.
  intros Hm Hn e. destruct (Nat.div_mod_unique base j k m n Hm Hn) as [E1 E2]; [lia | auto].
Qed.

Lemma counts_below n : (S n < decisions M)%nat -> one_number (S n) ->
  (forall s t, point M (S n) s -> point M (S n) t -> cnt (S n) s = cnt (S n) t) /\ one_number n.
Proof.
  intros L [c C].
  assert (A : forall s, point M (S n) s -> largest (S n) s = least (S n) s) by (intros s H; destruct (C s H); congruence).
  assert (E : forall s t j k, point M (S n) s -> point M (S n) t ->
    largest (S n) s = embed (cnt (S n) s + base * j) -> largest (S n) t = embed (cnt (S n) t + base * k) ->
    cnt (S n) s = cnt (S n) t /\ j = k).
  { intros s t j k Hs Ht e f. apply same_digits; auto. apply (@embed_injective K).
    rewrite <- e, <- f. destruct (C s Hs), (C t Ht). congruence. }
  split.
  - intros s t Hs Ht. destruct (after_is n s Hs (A s Hs)) as [j [_ Hj]]. destruct (after_is n t Ht (A t Ht)) as [k [_ Hk]].
    now apply (E s t j k).
  - destruct (valid_parts V) as (_ & _ & _ & _ & _ & _ & _ & _ & _ & R).
    assert (F : forall t, point M n t -> exists s k, point M (S n) s /\ largest (S n) s = embed (cnt (S n) s + base * k)
      /\ largest n t = embed k /\ least n t = embed k).
    { intros t Ht. destruct (R n t Ht L) as (s & a & Hs & Ha & Hi). destruct (after_is n s Hs (A s Hs)) as [k [Hk Hl]].
      exists s, k. destruct (Hk a t Ha Hi). auto. }
    destruct (states M n) as [|t0 l] eqn:e.
    + exists 0. intros t [_ Ht]. rewrite e in Ht. destruct Ht.
    + assert (H0 : point M n t0) by (split; [lia | rewrite e; now left]).
      destruct (F t0 H0) as (s0 & k0 & Hs0 & E0 & _). exists (embed k0). intros t Ht.
      destruct (F t Ht) as (s & k & Hs & Ek & Hk). now destruct (E s s0 k k0 Hs Hs0 Ek E0) as [_ <-].
Qed.

Lemma counts_at_the_end : one_number 0 -> forall s t, point M 0 s -> point M 0 t -> cnt O s = cnt O t.
Proof.
  intros [c C] s t Hs Ht. apply (@embed_injective K). rewrite <- !(digits_last max).
  destruct (C s Hs), (C t Ht). congruence.
Qed.

Hypothesis equal : equal_action_counts_at_each_time M = true.

Lemma one_number_at_first : one_number (pred (decisions M)).
Proof.
  destruct (valid_parts V) as (T & _ & _ & _ & _ & _ & _ & I & _).
  unfold equal_action_counts_at_each_time in equal. apply equals_true in equal.
  set (l := filter (fun '(n, s) => 0 <? start M n s) (all_points M)) in *.
  exists (max l (fun '(n, s) => largest n s)). intros s H.
  assert (J : In (pred (decisions M), s) l).
  { apply filter_In. split; [now apply in_points|]. unfold start.
    replace (Nat.eqb (S (pred (decisions M))) (decisions M)) with true by (symmetry; apply Nat.eqb_eq; lia).
    apply positive_from; apply I; apply H. }
  pose proof (max_above l (fun '(n, s) => largest n s) _ J) as U.
  pose proof (min_below l (fun '(n, s) => least n s) _ J) as D. cbn beta iota in U, D.
  pose proof (least_below_largest _ s H) as B. change (max l (fun '(n, s) => largest n s) = min l (fun '(n, s) => least n s)) in equal.
  rewrite <- equal in D. split; apply le_antisym; auto; eapply le_trans; eauto.
Qed.

Lemma one_number_everywhere d : forall n, (n + d = pred (decisions M))%nat -> one_number n.
Proof.
  induction d as [|d IH]; intros n e.
  - replace n with (pred (decisions M)) by lia. apply one_number_at_first.
  - apply (counts_below n); [lia|]. apply IH. lia.
Qed.

Theorem equal_counts n s t : point M n s -> point M n t -> cnt n s = cnt n t.
Proof.
  intros Hs Ht. assert (L : (n < decisions M)%nat) by apply Hs. destruct n as [|n].
  - apply counts_at_the_end; auto. apply (one_number_everywhere (pred (decisions M))). lia.
  - apply (counts_below n); auto. apply (one_number_everywhere (pred (decisions M) - S n)). lia.
Qed.
End Counts.

(** * Factors that depend on the time alone *)

Section Factors.
Context {K : ordered_field} (M : model K).
Hypothesis V : valid M = true.
Variable p : choices K.
Variable c : nat -> K.
Hypothesis live : forall n s, point M n s -> c n <> 0.
Add Field K_of_factors : (is_field K).

Fixpoint factors (n : nat) : K := match n with O => c O | S m => c n * factors m end.

Lemma scaled_value x n : forall s, point M n s ->
  soft_v_of M p (fun n s a => c n * x n s a) n s = factors n * soft_v_of M p x n s.
Proof.
  induction n as [|n IH]; intros s H; rewrite !soft_v_equation, <- sum_times; apply sum_ext; intros a Ha.
  - rewrite !soft_q_last. cbn [factors]. ring.
  - rewrite !soft_q_next. cbn [factors].
    rewrite (sum_ext _ _ (fun t => factors n * (dynamics M (S n) s a t * soft_v_of M p x n t))).
    + rewrite sum_times. ring.
    + intros t Ht. rewrite IH by now apply (step M V n s a). ring.
Qed.

Lemma scaled_q x n s a : point M n s -> In a (acts M n s) ->
  soft_q_of M p (fun n s a => c n * x n s a) n s a = factors n * soft_q_of M p x n s a.
Proof.
  intros H Ha. destruct n as [|n]; [rewrite !soft_q_last; cbn [factors]; ring|].
  rewrite !soft_q_next. cbn [factors].
  rewrite (sum_ext _ _ (fun t => factors n * (dynamics M (S n) s a t * soft_v_of M p x n t))).
  - rewrite sum_times. ring.
  - intros t Ht. rewrite scaled_value by now apply (step M V n s a). ring.
Qed.

Lemma factors_live n : forall s, point M n s -> factors n <> 0.
Proof.
  induction n as [|n IH]; intros s H; cbn [factors]; [now apply (live O s)|].
  apply times_not_zero; [now apply (live (S n) s)|].
  destruct (some_act M V _ s H) as [a Ha]. destruct (some_next M V n s a H Ha) as [t Ht].
  now apply (IH t), (step M V n s a).
Qed.

Lemma scaled_condition x n s a : point M n s -> In a (acts M n s) ->
  condition M p (fun n s a => c n * x n s a) n s a = condition M p x n s a.
Proof.
  intros H Ha. symmetry. apply (condition_proportional M p _ _ (factors n)); auto.
  - now apply (factors_live n s).
  - intros b Hb. rewrite scaled_q by assumption. ring.
Qed.
End Factors.

(** * Equal numbers of actions at each time *)

Definition counts_agree {K : ordered_field} (M : model K) : Prop :=
  forall n s t, point M n s -> point M n t -> length (acts M n s) = length (acts M n t).

Section Equal.
Context {K : ordered_field} (M : model K).
Hypothesis V : valid M = true.
Add Field K_of_equal : (is_field K).

Section AtEachTime.
Hypothesis few : every (all_points M) (fun '(n, s) => action_count M n s <? of_rational (1000000 # 1)%Q) = true.
Hypothesis equal : equal_action_counts_at_each_time M = true.

Lemma few_acts n s : point M n s -> (length (acts M n s) < base)%nat.
Proof.
  intro H. rewrite every_point in few. specialize (few n s H). rewrite base_is, count_is in few.
  destruct (le_lt_dec base (length (acts M n s))) as [L|L]; [|assumption]. exfalso.
  apply less_true in few. destruct few as [F N]. apply N. apply le_antisym; [assumption|].
  replace (length (acts M n s)) with (base + (length (acts M n s) - base))%nat by lia.
  rewrite embed_plus. replace (embed base : K) with (embed base + 0 : K) at 1 by ring.
  apply le_plus_both; [apply le_refl | apply embed_nonnegative].
Qed.

Lemma counts_at_each_time : counts_agree M.
Proof. exact (equal_counts M V few_acts equal). Qed.
End AtEachTime.

Lemma counts_everywhere : equal_action_counts M = true -> forall m n s t, point M m s -> point M n t ->
  length (acts M m s) = length (acts M n t).
Proof.
  intros E. unfold equal_action_counts in E. apply equals_true in E.
  assert (B : forall n s, point M n s -> action_count M n s = max (all_points M) (fun '(n, s) => action_count M n s)).
  { intros n s H. apply le_antisym.
    - now apply (max_above (all_points M) (fun '(n, s) => action_count M n s) (n, s)), in_points.
    - rewrite E. now apply (min_below (all_points M) (fun '(n, s) => action_count M n s) (n, s)), in_points. }
  intros m n s t Hs Ht. apply (embed_injective (K := K)). rewrite <- !count_is. now rewrite (B m s Hs), (B n t Ht).
Qed.
End Equal.

(** * A uniform prior, equal numbers of actions: folding as printed is folding of ratios *)

Section Parts.
Context {K : ordered_field} (M : model K).
Hypothesis V : valid M = true.
Hypothesis same : counts_agree M.
Add Field K_of_parts : (is_field K).

Definition part (n : nat) : K := 1 / embed (length (acts M n (hd O (states M n)))).

Lemma embed_count_live n s : point M n s -> embed (length (acts M n s)) <> (0 : K).
Proof.
  intros H e. apply (embed_injective _ 0) in e. pose proof (policy_some_act M (prior M) n s (prior_is_policy V) H) as N.
  destruct (acts M n s); [congruence | discriminate].
Qed.

Lemma uniform_is_part n s a : point M n s -> In a (acts M n s) -> uniform M n s a = part n.
Proof.
  intros H Ha. unfold uniform.
  assert (E : sum (acts M n s) (fun _ => (1 : K)) = embed (length (acts M n s))) by apply sum_of_ones.
  rewrite share_live by (rewrite E; now apply embed_count_live). rewrite E. unfold part.
  rewrite (same n s (hd O (states M n))); auto.
  destruct H as [L H]. split; [assumption|]. destruct (states M n) as [|t l]; [destruct H | now left].
Qed.

Lemma part_is_live n s : point M n s -> part n <> 0.
Proof.
  intros H e. destruct (prior_is_policy V) as [_ P]. specialize (P n s H).
  apply (share_sum (acts M n s) (fun _ => 1) (fun a => prior M n s a)) in P.
  rewrite (sum_of_zero _ (share (acts M n s) (fun _ => 1) (fun a => prior M n s a))) in P.
  - now elim (@not_one_zero K (eq_sym P)).
  - intros b Hb. rewrite <- e. now apply (uniform_is_part n s b).
Qed.

End Parts.

Section Uniform.
Context {K : ordered_field} (M : model K).
Hypothesis V : valid M = true.
Hypothesis U : uniform_prior M = true.
Hypothesis same : counts_agree M.
Add Field K_of_uniform : (is_field K).
Notation part := (part M).

Lemma prior_is_part n s a : point M n s -> In a (acts M n s) -> prior M n s a = part n.
Proof. intros H Ha. rewrite (same_choices_then M _ _ U n s a H Ha). now apply uniform_is_part. Qed.

Lemma part_live n s : point M n s -> part n <> 0.
Proof. now apply part_is_live. Qed.

Notation p := (prior M).
Notation folded_f k := (repeat k (fun w => fun n s a => weight M n s a * condition M p w n s a) (weight M)).
Notation folded_f_ratio k :=
  (repeat k (fun w => fun n s a => weight M n s a * ratio M (condition M p w) p n s a) (weight M)).
Notation folded_h k := (repeat k (fun w => fun n s a => w n s a * condition M p w n s a) (weight M)).
Notation folded_h_ratio k :=
  (repeat k (fun w => fun n s a => w n s a * ratio M (condition M p w) p n s a) (weight M)).

Lemma same_condition x y (c : nat -> K) : (forall n s, point M n s -> c n <> 0) ->
  (forall n s a, point M n s -> In a (acts M n s) -> x n s a = c n * y n s a) ->
  forall n s a, point M n s -> In a (acts M n s) -> condition M p x n s a = condition M p y n s a.
Proof.
  intros L E n s a H Ha. rewrite <- (scaled_condition M V p c L y) by assumption.
  apply (condition_ext M V); auto. intros. f_equal. auto.
Qed.

Lemma folded_f_is k : exists c, (forall n s, point M n s -> c n <> 0)
  /\ forall n s a, point M n s -> In a (acts M n s) -> folded_f k n s a = c n * folded_f_ratio k n s a.
Proof.
  induction k as [|k [c [L E]]].
  - exists (fun _ => 1). split; [intros; apply not_one_zero | intros; cbn; ring].
  - exists part. split; [exact part_live|]. intros n s a H Ha. cbn [repeat].
    pose proof (part_live n s H) as N. rewrite ratio_live by (now rewrite prior_is_part).
    rewrite (same_condition _ _ c L E n s a H Ha), (prior_is_part n s a H Ha). field. assumption.
Qed.

Lemma folded_h_is k : exists c, (forall n s, point M n s -> c n <> 0)
  /\ forall n s a, point M n s -> In a (acts M n s) -> folded_h k n s a = c n * folded_h_ratio k n s a.
Proof.
  induction k as [|k [c [L E]]].
  - exists (fun _ => 1). split; [intros; apply not_one_zero | intros; cbn; ring].
  - exists (fun n => c n * part n). split.
    + intros n s H. apply times_not_zero; [now apply (L n s) | now apply (part_live n s)].
    + intros n s a H Ha. cbn [repeat]. pose proof (part_live n s H) as N.
      rewrite ratio_live by (now rewrite prior_is_part).
      rewrite (same_condition _ _ c L E n s a H Ha), (prior_is_part n s a H Ha), (E n s a H Ha). field. assumption.
Qed.

Lemma fold_f_is_ratio k n s a : point M n s -> In a (acts M n s) ->
  fold_f M p (count_of k) n s a = fold_f_ratio M p (count_of k) n s a.
Proof.
  intros H Ha. unfold fold_f, fold_f_ratio. destruct k as [|k]; [reflexivity|]. rewrite some_steps.
  unfold weights_f, weights_f_ratio. rewrite steps_before. destruct (folded_f_is k) as [c [L E]].
  exact (same_condition _ _ c L E n s a H Ha).
Qed.

Lemma fold_h_is_ratio k n s a : point M n s -> In a (acts M n s) ->
  fold_h M p (count_of k) n s a = fold_h_ratio M p (count_of k) n s a.
Proof.
  intros H Ha. unfold fold_h, fold_h_ratio. destruct k as [|k]; [reflexivity|]. rewrite some_steps.
  unfold weights_h, weights_h_ratio. rewrite steps_before. destruct (folded_h_is k) as [c [L E]].
  exact (same_condition _ _ c L E n s a H Ha).
Qed.

Theorem fold_is_retraining k : every (all_choices M) (fun '(n, s, a) =>
  fold_f M p (count_of k) n s a =? retrain M p (count_of k) n s a) = true.
Proof.
  apply same_choices. intros n s a H Ha. rewrite fold_f_is_ratio by assumption.
  now apply (same_choices_then M _ _ (fold_ratio_is_retraining K M k V)).
Qed.

Theorem cumulative_fold_is_temperature k : deterministic M = true -> every (all_choices M) (fun '(n, s, a) =>
  temperature M p (count_of (2 ^ k)) n s a =? fold_h M p (count_of (S k)) n s a) = true.
Proof.
  intro D. apply same_choices. intros n s a H Ha. rewrite fold_h_is_ratio by assumption.
  now apply (same_choices_then M _ _ (cumulative_fold_ratio_is_temperature K M k V D)).
Qed.
End Uniform.

Theorem theorem_A_8_shaping_constant_by_time : statement_A_8_shaping_constant_by_time.
Proof.
  intros K M V. apply same_choices. intros n s a H Ha.
  transitivity (condition M (prior M) (fun n s a => power (of_rational (1 # 2)%Q) (time M n O) * weight M n s a) n s a).
  - apply (condition_ext M V); auto. intros m t b _ _. f_equal. apply product_commutes.
  - apply (scaled_condition M V (prior M) (fun n => power (of_rational (1 # 2)%Q) (time M n O))); auto.
    intros m t _. apply power_of_half.
Qed.

Theorem theorem_5_9_F_uniform_equal : statement_5_9_F_uniform_equal.
Proof.
  intros K M V F U E. conjuncts.
  - exact (fold_is_retraining M V U (counts_at_each_time M V F E) 1).
  - exact (fold_is_retraining M V U (counts_at_each_time M V F E) 2).
  - exact (fold_is_retraining M V U (counts_at_each_time M V F E) 3).
  - exact (fold_is_retraining M V U (counts_at_each_time M V F E) 4).
Qed.

Theorem theorem_5_9_H_shifted_uniform_equal : statement_5_9_H_shifted_uniform_equal.
Proof.
  intros K M V F D U E. conjuncts.
  - exact (cumulative_fold_is_temperature M V U (counts_at_each_time M V F E) 0 D).
  - exact (cumulative_fold_is_temperature M V U (counts_at_each_time M V F E) 1 D).
  - exact (cumulative_fold_is_temperature M V U (counts_at_each_time M V F E) 2 D).
Qed.

Theorem theorem_5_9_shifted_uniform_equal : statement_5_9_shifted_uniform_equal.
Proof.
  intros K M V F D U E.
  pose proof (temperature_k_is_k_retrainings K M 1 V D) as T1.
  pose proof (temperature_k_is_k_retrainings K M 2 V D) as T2.
  pose proof (temperature_k_is_k_retrainings K M 4 V D) as T4.
  conjuncts.
  - exact T1.
  - exact (fold_is_retraining M V U (counts_at_each_time M V F E) 1).
  - exact (chain K M _ _ _ T1 (cumulative_fold_is_temperature M V U (counts_at_each_time M V F E) 0 D)).
  - exact T2.
  - exact (fold_is_retraining M V U (counts_at_each_time M V F E) 2).
  - exact (chain K M _ _ _ T2 (cumulative_fold_is_temperature M V U (counts_at_each_time M V F E) 1 D)).
  - exact T4.
  - exact (fold_is_retraining M V U (counts_at_each_time M V F E) 4).
  - exact (chain K M _ _ _ T4 (cumulative_fold_is_temperature M V U (counts_at_each_time M V F E) 2 D)).
Qed.

Theorem theorem_5_H_only_det_deterministic : statement_5_H_only_det_deterministic.
Proof.
  intros K M V F D U E.
  pose proof (temperature_k_is_k_retrainings K M 1 V D) as T1.
  pose proof (temperature_k_is_k_retrainings K M 2 V D) as T2.
  pose proof (temperature_k_is_k_retrainings K M 4 V D) as T4.
  pose proof (cumulative_fold_is_temperature M V U (counts_at_each_time M V F E) 0 D) as H1.
  pose proof (cumulative_fold_is_temperature M V U (counts_at_each_time M V F E) 1 D) as H2.
  pose proof (cumulative_fold_is_temperature M V U (counts_at_each_time M V F E) 2 D) as H4.
  conjuncts.
  - exact (chain K M _ _ _ T1 H1).
  - exact H1.
  - exact (chain K M _ _ _ T2 H2).
  - exact H2.
  - exact (chain K M _ _ _ T4 H4).
  - exact H4.
Qed.

(** * The prior folded into the reward *)

Section PriorFolded.
Context {K : ordered_field} (M : model K).
Hypothesis V : valid M = true.
Hypothesis same : counts_agree M.
Add Field K_of_folded : (is_field K).

Notation p := (prior M).
Notation folded := (fun n s a => weight M n s a * p n s a).

Lemma products_agree n s a : point M n s -> In a (acts M n s) ->
  uniform M n s a * folded n s a = p n s a * (part M n * weight M n s a).
Proof. intros H Ha. rewrite (uniform_is_part M V same n s a H Ha). ring. Qed.

Lemma prior_folded n s a : point M n s -> In a (acts M n s) -> soft_v M p n s <> 0 ->
  condition M (uniform M) folded n s a = goal_condition M p n s a.
Proof.
  intros H Ha N. unfold goal_condition.
  rewrite <- (scaled_condition M V p (part M) (part_is_live M V same) (weight M)) by assumption.
  assert (E : forall b, In b (acts M n s) ->
    uniform M n s b * soft_q_of M (uniform M) folded n s b = p n s b * soft_q_of M p (fun n s a => part M n * weight M n s a) n s b).
  { intros b Hb. rewrite !soft_q_ahead.
    rewrite (ahead_ext M (soft_v_of M (uniform M) folded) (soft_v_of M p (fun n s a => part M n * weight M n s a))).
    - match goal with |- ?u * (?x * ?v) = ?q * (?y * ?v) => transitivity (u * x * v); [ring|] end.
      pose proof (products_agree n s b H Hb) as T. cbv beta in T. rewrite T. ring.
    - intros m t -> Ht. apply (soft_v_ext M V); [exact products_agree | now apply (step M V m s b)]. }
  unfold condition. apply (share_proportional (acts M n s) _ _ _ _ 1); auto using not_one_zero.
  - intros b Hb. rewrite E by assumption. ring.
  - intro z. exfalso. apply N.
    rewrite (sum_ext _ _ _ E), <- soft_v_equation, (scaled_value M V p (part M)) in z by assumption.
    destruct (times_zero _ _ z) as [F|F]; [|assumption].
    now elim (factors_live M V (part M) (part_is_live M V same) n s H).
Qed.
End PriorFolded.

Theorem theorem_5_prior_fold_equal_numbers : statement_5_prior_fold_equal_numbers.
Proof.
  intros K M V F E. rewrite every_true. intros [[n s] a] I. apply filter_In in I. destruct I as [I L].
  apply in_choices in I. destruct I as [H Ha]. apply equals_true. apply (prior_folded M V (counts_at_each_time M V F E) n s a H Ha).
  now apply positive_then.
Qed.

Theorem theorem_A_9_wlog_once : statement_A_9_wlog_once.
Proof.
  intros K M V F S E. apply same_choices. intros n s a H Ha. apply (prior_folded M V (counts_at_each_time M V F E) n s a H Ha).
  unfold success_everywhere in S. rewrite every_point in S. now apply positive_then, S.
Qed.

Theorem theorem_5_H_only_det_retrain_1 : statement_5_H_only_det_retrain_1.
Proof. intros K M V F U E. exact (fold_is_retraining M V U (counts_at_each_time M V F E) 2). Qed.
