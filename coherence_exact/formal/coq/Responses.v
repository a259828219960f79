(* Responses are told by the odds that they have to give (Definitions 4.5 and 4.11, Proposition 4.13). *)

From Coq Require Import List Arith Bool ZArith QArith Field Lia.
From Coherence Require Export Optimality.
Import ListNotations.
Open Scope nat_scope.
Open Scope bool_scope.
Open Scope K_scope.

Section Odds.
Context {K : ordered_field} (M : model K).
Hypothesis V : valid M = true.
Add Field K_of_odds : (is_field K).

Notation q := (soft_q M (prior M)).

Lemma no_value n s a : point M n s -> best M q n s = 0 -> In a (acts M n s) -> q n s a = 0.
Proof.
  intros H e Ha. apply le_antisym; [|apply (q_nonnegative M V); auto using prior_is_policy].
  rewrite <- e. unfold best. now apply (max_above (acts M n s) (q n s)).
Qed.

Lemma has_odds (delta : Q) (power_ : Q) k : Qeq_bool delta 0 = false ->
  (1 / delta == count_of (S k))%Q -> (power_ == count_of (S k))%Q ->
  every (all_pairs M) (fun '(n, s, a, b) => boltzmann M (prior M) delta n s a * power (q n s b) power_
    =? boltzmann M (prior M) delta n s b * power (q n s a) power_) = true
  /\ every (all_points M) (fun '(n, s) => sum (acts M n s) (fun a => boltzmann M (prior M) delta n s a) =? 1) = true
  /\ every (all_choices M) (fun '(n, s, a) => negb (best M q n s =? 0) || (boltzmann M (prior M) delta n s a =? prior M n s a)) = true.
Proof.
  intros D E F.
  assert (B : forall n s a, boltzmann M (prior M) delta n s a
    = share (acts M n s) (fun a => power (q n s a) (1 / delta)%Q) (fun a => prior M n s a) a).
  { intros. unfold boltzmann. now rewrite D. }
  pose proof (prior_is_policy V) as P.
  rewrite every_pair, every_point, every_choice. repeat apply conj.
  - intros n s a b H Ha Hb. apply equals_true. rewrite !B, !(power_natural _ _ _ F).
    destruct (equal_or_not (sum (acts M n s) (fun a => power (q n s a) (1 / delta)%Q)) 0) as [z|z].
    + assert (Z : forall c, In c (acts M n s) -> natural_power (q n s c) (S k) = 0).
      { intros c Hc. rewrite <- (power_natural _ _ _ E).
        apply (sum_zero_each (acts M n s) (fun a => power (q n s a) (1 / delta)%Q)); auto.
        intros d Hd. rewrite (power_natural _ _ _ E). apply natural_power_nonnegative. now apply (q_nonnegative M V). }
      rewrite !Z by assumption. ring.
    + rewrite !share_live, !(power_natural _ _ _ E) by assumption. field. assumption.
  - intros n s H. apply equals_true. rewrite (sum_ext _ _ _ (fun a _ => B n s a)).
    apply (share_sum (acts M n s) _ (fun a => prior M n s a)). now apply P.
  - intros n s a H Ha. destruct (best M q n s =? 0) eqn:e; [|reflexivity]. apply equals_true in e. cbn [negb orb].
    apply equals_true. rewrite B. apply share_dead. apply sum_of_zero. intros c Hc.
    rewrite (power_natural _ _ _ E), (no_value n s c H e Hc). cbn [natural_power]. ring.
Qed.

Lemma is_greedy delta : Qeq_bool delta 0 = true -> forall n s a, boltzmann M (prior M) delta n s a = greedy_limit M (prior M) n s a.
Proof. intros e n s a. unfold boltzmann. now rewrite e. Qed.

Notation best_first x := (every (all_pairs M) (fun '(n, s, a, b) => (q n s b <=? q n s a) || (x n s a =? 0) || (best M q n s =? 0)) = true
  /\ every (all_pairs M) (fun '(n, s, a, b) => negb (q n s a =? q n s b) || (x n s a =? x n s b) || (best M q n s =? 0)) = true
  /\ every (all_points M) (fun '(n, s) => sum (acts M n s) (fun a => x n s a) =? 1) = true
  /\ every (all_choices M) (fun '(n, s, a) => negb (best M q n s =? 0) || (x n s a =? prior M n s a)) = true).

Lemma greedy_is_best_first x : (forall n s a, x n s a = greedy_limit M (prior M) n s a) -> best_first x.
Proof.
  intro X. pose proof (prior_is_policy V) as P.
  rewrite !every_pair, every_point, every_choice. repeat apply conj.
  - intros n s a b H Ha Hb. rewrite X. destruct (equal_or_not (greedy_limit M (prior M) n s a) 0) as [z|z].
    + rewrite z, equals_refl. now rewrite orb_true_r.
    + assert (A : q n s a = max (acts M n s) (q n s)).
      { apply (argmax_share (acts M n s) (q n s) (fun a => prior M n s a)); auto.
        intros c Hc. now apply (q_nonnegative M V). }
      rewrite A, (max_above (acts M n s) (q n s) b Hb). reflexivity.
  - intros n s a b H Ha Hb. rewrite !X. destruct (best M q n s =? 0) eqn:e; [now rewrite !orb_true_r|].
    destruct (q n s a =? q n s b) eqn:f; [|reflexivity]. cbn [negb orb]. rewrite orb_false_r. apply equals_true in f.
    apply equals_true. unfold greedy_limit.
    assert (S : sum (acts M n s) (fun a => if is_best M (prior M) n s a then (1 : K) else 0) <> 0).
    { apply equals_false in e. destruct (max_member (acts M n s) (q n s) (some_acts M V n s H)) as [c [Hc Ec]].
      intro z. assert (C : (if is_best M (prior M) n s c then 1 else (0 : K)) = 0).
      { apply (sum_zero_each (acts M n s) (fun a => if is_best M (prior M) n s a then 1 else 0)); auto.
        intros d _. destruct (is_best M (prior M) n s d); auto using zero_le_one, le_refl. }
      unfold is_best in C. change (best M q n s) with (max (acts M n s) (q n s)) in *.
      rewrite <- Ec, equals_refl, positive_from in C; [now elim (@not_one_zero K) | | assumption].
      rewrite Ec. now apply (q_nonnegative M V). }
    rewrite !share_live by assumption. unfold is_best. now rewrite f.
  - intros n s H. apply equals_true. rewrite (sum_ext _ _ _ (fun a _ => X n s a)).
    apply (share_sum (acts M n s) _ (fun a => prior M n s a)). now apply P.
  - intros n s a H Ha. rewrite X. destruct (best M q n s =? 0) eqn:e; [|reflexivity]. cbn [negb orb].
    apply equals_true. apply share_dead. apply sum_of_zero. intros c Hc. unfold is_best.
    apply equals_true in e. rewrite e. destruct (0 <? 0) eqn:z; [apply positive_then in z; congruence|].
    now rewrite andb_false_r.
Qed.
End Odds.

Theorem theorem_two_ways_boltzmann_odds : statement_two_ways_boltzmann_odds.
Proof.
  intros K M V.
  destruct (has_odds M V (1 / 1)%Q 1%Q 0 eq_refl eq_refl eq_refl) as [A1 [B1 C1]].
  destruct (has_odds M V (1 / 2)%Q 2%Q 1 eq_refl eq_refl eq_refl) as [A2 [B2 C2]].
  destruct (has_odds M V (1 / 3)%Q 3%Q 2 eq_refl eq_refl eq_refl) as [A3 [B3 C3]].
  conjuncts; assumption.
Qed.

Theorem theorem_two_ways_boltzmann_greedy : statement_two_ways_boltzmann_greedy.
Proof.
  intros K M V.
  destruct (greedy_is_best_first M V (greedy_limit M (prior M))) as [A1 [B1 [C1 D1]]]; [reflexivity|].
  destruct (greedy_is_best_first M V (boltzmann M (prior M) 0%Q)) as [A2 [B2 [C2 D2]]]; [now apply is_greedy|].
  conjuncts; assumption.
Qed.
