(* Iterated coherence: after as many steps as there are decisions nothing changes (Proposition 4.10), and where
   success is possible from every state the policy that is reached does not depend on the first (Definition 4.9). *)

From Coq Require Import List Arith Bool QArith Field Lia.
From Coherence Require Export Folding.
Import ListNotations.
Open Scope nat_scope.
Open Scope bool_scope.
Open Scope K_scope.

Section Response.
Context {K : ordered_field} (M : model K).
Hypothesis V : valid M = true.
Add Field K_field : (is_field K).

(* What a response gives an action, in proportion, for the values of a state. *)
Definition response (delta : Q) (l : list nat) (q : nat -> K) (a : nat) : K :=
  if Qeq_bool delta 0 then if (q a =? max l q) && (0 <? max l q) then 1 else 0 else power (q a) (1 / delta)%Q.

Lemma boltzmann_is p delta n s a :
  boltzmann M p delta n s a = share (acts M n s) (response delta (acts M n s) (soft_q M p n s)) (p n s) a.
Proof. unfold boltzmann, response. destruct (Qeq_bool delta 0); reflexivity. Qed.

Lemma response_ext delta l q r a : In a l -> (forall b, In b l -> q b = r b) -> response delta l q a = response delta l r a.
Proof. intros Ha H. unfold response. now rewrite (max_ext l q r), (H a). Qed.

Lemma soft_v_below p r n : (forall m s a, (m <= n)%nat -> point M m s -> In a (acts M m s) -> p m s a = r m s a) ->
  forall s, point M n s -> soft_v M p n s = soft_v M r n s.
Proof.
  unfold soft_v. induction n as [|n IH]; intros E s H; rewrite !soft_v_equation; apply sum_ext; intros a Ha.
  - rewrite !soft_q_last, E by auto. reflexivity.
  - rewrite !soft_q_ahead, E by auto. do 2 f_equal. apply ahead_ext. intros m t e Ht. injection e as <-.
    apply IH; [|now apply (step M V n s a)]. intros. apply E; auto.
Qed.

Lemma soft_q_below p r n s a : (forall m s a, (m < n)%nat -> point M m s -> In a (acts M m s) -> p m s a = r m s a) ->
  point M n s -> In a (acts M n s) -> soft_q M p n s a = soft_q M r n s a.
Proof.
  intros E H Ha. unfold soft_q. rewrite !soft_q_ahead. f_equal. apply ahead_ext. intros m t -> Ht.
  apply soft_v_below; [|now apply (step M V m s a)]. intros. apply E; auto. lia.
Qed.

Section Iterated.
Variable delta : Q.
Notation B k := (repeat k (fun x => boltzmann M x delta)).

(* n decisions before the end nothing changes after n + 1 steps. *)
Lemma settled p n : forall k s a, (n < k)%nat -> point M n s -> In a (acts M n s) -> B (S k) p n s a = B k p n s a.
Proof.
  induction n as [n IH] using lt_wf_ind. intros k s a L H Ha. destruct k as [|j]; [lia|].
  assert (E : forall b, In b (acts M n s) -> soft_q M (B (S j) p) n s b = soft_q M (B j p) n s b).
  { intros b Hb. apply soft_q_below; auto. intros m t c Hm Ht Hc. apply IH; auto. lia. }
  change (B (S (S j)) p) with (boltzmann M (B (S j) p) delta). rewrite boltzmann_is.
  transitivity (share (acts M n s) (response delta (acts M n s) (soft_q M (B j p) n s)) (B (S j) p n s) a).
  - apply share_ext; auto. intros b Hb. now apply response_ext.
  - change (B (S j) p n s) with (boltzmann M (B j p) delta n s).
    rewrite (share_ext _ _ (response delta (acts M n s) (soft_q M (B j p) n s)) _
      (share (acts M n s) (response delta (acts M n s) (soft_q M (B j p) n s)) (B j p n s)) a); auto using boltzmann_is.
    rewrite share_again. symmetry. apply boltzmann_is.
Qed.

Lemma settled_everywhere p n s a : point M n s -> In a (acts M n s) ->
  B (S (decisions M)) p n s a = B (decisions M) p n s a.
Proof. intros H Ha. apply settled; auto. apply H. Qed.
End Iterated.

Lemma natural_horizon : natural (horizon M) = decisions M.
Proof. apply natural_of. Qed.

Lemma natural_horizon_and_one : natural (horizon M + 1)%Q = S (decisions M).
Proof.
  rewrite <- (natural_of (S (decisions M))). apply natural_proper. unfold horizon, count_of.
  rewrite Nat2Z.inj_succ. unfold Z.succ. rewrite inject_Z_plus. reflexivity.
Qed.

Lemma fixed_point p delta :
  every (all_choices M) (fun '(n, s, a) =>
    coherent M p (horizon M + 1)%Q delta n s a =? coherent M p (horizon M) delta n s a) = true.
Proof.
  apply same_choices. intros. unfold coherent. rewrite natural_horizon, natural_horizon_and_one.
  now apply settled_everywhere.
Qed.

(** * No divergence from a policy that is the same *)

Lemma product_legal (x y : choices K) : (forall n s a, point M n s -> In a (acts M n s) -> x n s a = y n s a) ->
  forall n s a r, point M n s -> In a (acts M n s) -> In r (rests M n s a) -> product x n s a r = product y n s a r.
Proof.
  intros E n. induction n as [|n IH]; intros s a r H Ha Hr.
  - destruct Hr as [<-|[]]. cbn. auto.
  - cbn [rests] in Hr. apply in_flat_map in Hr. destruct Hr as [t [Ht Hr]]. apply in_flat_map in Hr.
    destruct Hr as [b [Hb Hr]]. apply in_map_iff in Hr. destruct Hr as [r' [<- Hr']].
    cbn [product pred]. rewrite E by assumption. f_equal. apply IH; auto. now apply (step M V n s a).
Qed.

Lemma extended_sum_zero {A} (l : list A) (f : A -> extended K) :
  (forall x, In x l -> f x = Finite 0) -> extended_sum l f = Finite 0.
Proof.
  intro H. induction l as [|x l IH]; [reflexivity|]. cbn in *. rewrite H by auto. unfold extended_sum in IH.
  rewrite IH by auto. cbn. f_equal. ring.
Qed.

Lemma ln_one `{Logarithm K} : ln 1 = 0.
Proof.
  assert (P : (0 <? 1) = true) by (apply less_true; split; [apply zero_le_one | intro e; now elim (@not_one_zero K (eq_sym e))]).
  pose proof (ln_times 1 1 P P) as E. replace (1 * 1) with (1 : K) in E by ring.
  replace (ln 1) with (ln 1 + ln 1 - ln 1) by ring. rewrite <- E. ring.
Qed.

Lemma kl_zero `{Logarithm K} p r : (forall n s a, point M n s -> In a (acts M n s) -> p n s a = r n s a) ->
  kl M p r = Finite 0.
Proof.
  intro E. unfold kl. apply extended_sum_zero. intros [[[n s] a] rest] I. apply in_trajectories in I.
  destruct I as [Hp [Ha Hr]]. assert (L : law M r n s a rest = law M p n s a rest).
  { unfold law. now rewrite (product_legal p r). }
  rewrite L. destruct (law M p n s a rest =? 0) eqn:e; [reflexivity|]. apply equals_false in e.
  replace (law M p n s a rest / law M p n s a rest) with (1 : K) by (field; assumption).
  unfold log. rewrite (proj2 (equals_false (1 : K) 0)) by apply not_one_zero.
  rewrite (proj2 (less_true (0 : K) 1)).
  - rewrite ln_one. cbn. f_equal. ring.
  - split; [apply zero_le_one | intro z; now elim (@not_one_zero K (eq_sym z))].
Qed.

Lemma coherent_after `{Logarithm K} p delta : coherent_policy M (coherent M p (horizon M) delta) delta = true.
Proof.
  unfold coherent_policy, incoherence. rewrite kl_zero; [exact (equals_refl 0)|].
  intros. unfold coherent. rewrite natural_horizon. symmetry. now apply (settled_everywhere delta).
Qed.

(** * One limit *)

Lemma some_successor n s a : point M (S n) s -> In a (acts M (S n) s) -> exists t, In t (succ M (S n) s a).
Proof.
  intros H Ha. pose proof (dynamics_sum M V n s a H Ha) as T. destruct (succ M (S n) s a) as [|t l].
  - now elim (@not_one_zero K (eq_sym T)).
  - exists t. now left.
Qed.

Lemma uniform_is_policy : policy M (uniform M).
Proof.
  destruct (prior_is_policy V) as [P0 P1]. split.
  - intros n s a H Ha. unfold uniform. apply share_nonnegative; auto using zero_le_one.
  - intros n s H. apply (share_sum (acts M n s) (fun _ => 1) (fun a => prior M n s a)). now apply P1.
Qed.

Notation B k := (repeat k (fun x => boltzmann M x 1%Q)).

Lemma boltzmann_one p n s a : boltzmann M p 1%Q n s a = share (acts M n s) (soft_q M p n s) (p n s) a.
Proof.
  rewrite boltzmann_is. unfold share. change (response 1 (acts M n s) (soft_q M p n s)) with (fun a => soft_q M p n s a * 1).
  rewrite (sum_ext _ (fun a => soft_q M p n s a * 1) (soft_q M p n s)) by (intros; ring). now rewrite times_one.
Qed.

Lemma boltzmann_is_policy p : policy M p -> policy M (boltzmann M p 1%Q).
Proof.
  intros P. split.
  - intros n s a H Ha. rewrite boltzmann_one. apply share_nonnegative; auto.
    + intros b Hb. now apply (q_nonnegative M V).
    + now apply P.
  - intros n s H. rewrite (sum_ext _ _ (share (acts M n s) (soft_q M p n s) (p n s))) by (intros; apply boltzmann_one).
    apply share_sum. now apply P.
Qed.

Lemma iterated_is_policy p k : policy M p -> policy M (B k p).
Proof. intro P. induction k; cbn; auto using boltzmann_is_policy. Qed.

Hypothesis possible : forall n s, point M n s -> soft_v M (uniform M) n s <> 0.

Lemma some_weight n s : point M n s -> exists a, In a (acts M n s) /\ weight M n s a <> 0.
Proof.
  intro H. pose proof (possible n s H) as N. rewrite v_equation in N.
  destruct (sum_not_zero (acts M n s) (fun a => uniform M n s a * soft_q M (uniform M) n s a)) as [a [Ha T]]; auto.
  - intros a Ha. apply nonnegative_times; [now apply uniform_is_policy|].
    apply (q_nonnegative M V); auto using uniform_is_policy.
  - exists a. split; [assumption|]. intro z. apply T. unfold soft_q. rewrite soft_q_ahead, z. ring.
Qed.

Lemma one_limit p r : policy M p -> policy M r -> forall n k s, (n < k)%nat -> point M n s ->
  (forall a, In a (acts M n s) -> B k p n s a = B k r n s a) /\ soft_v M (B k p) n s <> 0.
Proof.
  intros P R n. induction n as [n IH] using lt_wf_ind. intros k s L H. destruct k as [|j]; [lia|].
  assert (E : forall b, In b (acts M n s) -> soft_q M (B j p) n s b = soft_q M (B j r) n s b).
  { intros b Hb. apply soft_q_below; auto. intros m t c Hm Ht Hc. apply IH; auto. lia. }
  assert (N : sum (acts M n s) (soft_q M (B j p) n s) <> 0).
  { destruct (some_weight n s H) as [a [Ha Wa]]. intro z.
    assert (Q : soft_q M (B j p) n s a = 0).
    { apply (sum_zero_each (acts M n s)); auto. intros b Hb. apply (q_nonnegative M V); auto using iterated_is_policy. }
    unfold soft_q in Q. rewrite soft_q_ahead in Q. destruct (times_zero _ _ Q) as [|A]; [contradiction|].
    destruct n as [|n]; [now elim (@not_one_zero K)|]. destruct (some_successor n s a H Ha) as [t Ht].
    pose proof (step M V n s a t H Ha Ht) as Hp. destruct (IH n (Nat.lt_succ_diag_r n) j t) as [_ F]; auto; [lia|].
    apply F. apply (ahead_zero M V (soft_v M (B j p)) n s a); auto. intros u Hu.
    apply (v_nonnegative M V); [now apply iterated_is_policy | now apply (step M V n s a)]. }
  split.
  - intros a Ha. cbn [repeat]. rewrite !boltzmann_one, !share_live.
    + rewrite (E a Ha). f_equal. now apply sum_ext.
    + now rewrite <- (sum_ext _ _ _ E).
    + exact N.
  - intro z. apply N. apply sum_of_zero. intros a Ha.
    assert (F : soft_q M (B (S j) p) n s a = soft_q M (B j p) n s a).
    { apply soft_q_below; auto. intros m t c Hm Ht Hc. apply settled; auto. lia. }
    pose proof (iterated_is_policy p (S j) P) as I.
    pose proof (soft_v_zero M V (B (S j) p) (weight M) n s (proj1 I) (weight_nonnegative V) H z a Ha) as T.
    fold (soft_q M (B (S j) p)) in T. rewrite F in T. cbn [repeat] in T. rewrite boltzmann_one, share_live in T by assumption.
    destruct (times_zero _ _ T) as [U|U]; [|assumption].
    rewrite <- (share_times (acts M n s) (soft_q M (B j p) n s) (fun _ => 0) a N), share_live, U by assumption. ring.
Qed.
End Response.

Theorem theorem_4_10_fixed_point : statement_4_10_fixed_point.
Proof. intros K M V. conjuncts; now apply fixed_point. Qed.

Theorem theorem_4_10_printed : statement_4_10_printed.
Proof. intros K L M V. conjuncts; now apply coherent_after. Qed.

Theorem theorem_4_9_unique_same_limit_possible : statement_4_9_unique_same_limit_possible.
Proof.
  intros K M V S. unfold success_everywhere in S. rewrite every_point in S.
  apply same_choices. intros n s a H Ha. unfold coherent. rewrite natural_horizon.
  apply (one_limit M V); auto using prior_is_policy, uniform_is_policy.
  - intros m t Ht. apply positive_then. now apply S.
  - apply H.
Qed.
