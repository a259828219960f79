(* Written by `python -m coherence_exact.formal` from the definitions of the package, not by hand. *)

From Coq Require Import List Bool QArith.
From Coherence Require Export Definitions.

Open Scope bool_scope.
Open Scope K_scope.

Definition statement_4_2_printed := forall (K : ordered_field) (M : model K),
  valid M = true
  -> (every (all_choices M) (fun '(n, s, a) => soft_q M (prior M) n s a =? success_given_action M (prior M) n s a) && every (all_points M) (fun '(n, s) => soft_v M (prior M) n s =? success_given_state M (prior M) n s)) = true.

Definition statement_4_3_printed := forall (K : ordered_field) (M : model K),
  valid M = true
  -> (0 <? success_probability M (prior M)) = true
  -> (deterministic M) = true
  -> (single_start M) = true
  -> (every (all_trajectories M) (fun '(n, s, a, rest) => law_given_success M (prior M) n s a rest =? law M (retrain M (prior M) 1%Q) n s a rest)) = true.

Definition statement_4_3_given_start := forall (K : ordered_field) (M : model K),
  valid M = true
  -> (every (all_points M) (fun '(n, s) => (start M n s =? 0) || (0 <? soft_v M (prior M) n s))) = true
  -> (deterministic M) = true
  -> (every (all_trajectories M) (fun '(n, s, a, rest) => law_given_start_and_success M (prior M) n s a rest =? law_given_start M (retrain M (prior M) 1%Q) n s a rest)) = true.

Definition statement_A_2_telescope_corrected := forall (K : ordered_field) (M : model K),
  valid M = true
  -> (every (all_points M) (fun '(n, s) => (start M n s =? 0) || (0 <? soft_v M (prior M) n s))) = true
  -> (deterministic M) = true
  -> (every (all_trajectories M) (fun '(n, s, a, rest) => law_given_start_and_success M (prior M) n s a rest =? law_given_start M (retrain M (prior M) 1%Q) n s a rest)) = true.

Definition statement_4_optimism_overoptimistic := forall (K : ordered_field) (M : model K),
  valid M = true
  -> (every (all_choices M) (fun '(n, s, a) => expected_success M (prior M) n s a <=? conditioned_success M (prior M) n s a)) = true.

Definition statement_4_9_unique_same_limit_possible := forall (K : ordered_field) (M : model K),
  valid M = true
  -> (success_everywhere M (uniform M)) = true
  -> (every (all_choices M) (fun '(n, s, a) => coherent M (prior M) (horizon M) 1%Q n s a =? coherent M (uniform M) (horizon M) 1%Q n s a)) = true.

Definition statement_4_10_printed := forall (K : ordered_field) (L : Logarithm K) (M : model K),
  valid M = true
  -> (coherent_policy M (coherent M (prior M) (horizon M) 1%Q) 1%Q && coherent_policy M (coherent M (prior M) (horizon M) (1 # 2)%Q) (1 # 2)%Q && coherent_policy M (coherent M (prior M) (horizon M) 0%Q) 0%Q) = true.

Definition statement_4_10_fixed_point := forall (K : ordered_field) (M : model K),
  valid M = true
  -> (every (all_choices M) (fun '(n, s, a) => coherent M (prior M) (horizon M + 1)%Q 1%Q n s a =? coherent M (prior M) (horizon M) 1%Q n s a) && every (all_choices M) (fun '(n, s, a) => coherent M (prior M) (horizon M + 1)%Q (1 # 2)%Q n s a =? coherent M (prior M) (horizon M) (1 # 2)%Q n s a) && every (all_choices M) (fun '(n, s, a) => coherent M (prior M) (horizon M + 1)%Q 0%Q n s a =? coherent M (prior M) (horizon M) 0%Q n s a)) = true.

Definition statement_4_14_success := forall (K : ordered_field) (M : model K),
  valid M = true
  -> (success_optimal M (prior M)) = true
  -> (success_optimal M (greedy_limit M (prior M))) = true.

Definition statement_5_4_success := forall (K : ordered_field) (M : model K),
  valid M = true
  -> (success_probability M (prior M) <=? success_probability M (retrain M (prior M) 1%Q)) = true.

Definition statement_5_4_every_state := forall (K : ordered_field) (M : model K),
  valid M = true
  -> (every (all_points M) (fun '(n, s) => soft_v M (prior M) n s <=? soft_v M (retrain M (prior M) 1%Q) n s)) = true.

Definition statement_5_4_strict := forall (K : ordered_field) (M : model K),
  valid M = true
  -> (iff M (every (all_points M) (fun '(n, s) => soft_v M (retrain M (prior M) 1%Q) n s =? soft_v M (prior M) n s)) (q_constant_on_support M (prior M))) = true.

Definition statement_A_7_Q_last := forall (K : ordered_field) (M : model K),
  valid M = true
  -> (every (filter (fun '(n, s, a) => last n) (all_choices M)) (fun '(n, s, a) => soft_q M (prior M) n s a =? weight M n s a)) = true.

Definition statement_A_7_eq2_printed := forall (K : ordered_field) (M : model K),
  valid M = true
  -> (every (all_points M) (fun '(n, s) => negb (0 <? soft_v M (prior M) n s) || (sum (acts M n s) (fun a => goal_condition M (prior M) n s a * soft_q M (prior M) n s a) =? sum (acts M n s) (fun a => prior M n s a * power (soft_q M (prior M) n s a) 2%Q) / soft_v M (prior M) n s) && (soft_v M (prior M) n s <=? sum (acts M n s) (fun a => goal_condition M (prior M) n s a * soft_q M (prior M) n s a)))) = true.

Definition statement_A_7_nontrivial_corrected := forall (K : ordered_field) (M : model K),
  valid M = true
  -> (iff M (every (all_choices M) (fun '(n, s, a) => retrain M (prior M) 1%Q n s a =? prior M n s a)) (q_constant_on_support M (prior M))) = true.

Definition statement_5_prior_fold_equal_numbers := forall (K : ordered_field) (M : model K),
  valid M = true
  -> (every (all_points M) (fun '(n, s) => action_count M n s <? of_rational (1000000 # 1)%Q)) = true
  -> (equal_action_counts_at_each_time M) = true
  -> (every (filter (fun '(n, s, a) => 0 <? soft_v M (prior M) n s) (all_choices M)) (fun '(n, s, a) => retrain_with_prior_folded M (prior M) 1%Q n s a =? retrain M (prior M) 1%Q n s a)) = true.

Definition statement_A_9_wlog_once := forall (K : ordered_field) (M : model K),
  valid M = true
  -> (every (all_points M) (fun '(n, s) => action_count M n s <? of_rational (1000000 # 1)%Q)) = true
  -> (success_everywhere M (prior M)) = true
  -> (equal_action_counts_at_each_time M) = true
  -> (every (all_choices M) (fun '(n, s, a) => retrain_with_prior_folded M (prior M) 1%Q n s a =? retrain M (prior M) 1%Q n s a)) = true.

Definition statement_5_9_T_printed := forall (K : ordered_field) (M : model K),
  valid M = true
  -> (deterministic M) = true
  -> (every (all_choices M) (fun '(n, s, a) => temperature M (prior M) 1%Q n s a =? retrain M (prior M) 1%Q n s a) && every (all_choices M) (fun '(n, s, a) => temperature M (prior M) 2%Q n s a =? retrain M (prior M) 2%Q n s a) && every (all_choices M) (fun '(n, s, a) => temperature M (prior M) 3%Q n s a =? retrain M (prior M) 3%Q n s a) && every (all_choices M) (fun '(n, s, a) => temperature M (prior M) 4%Q n s a =? retrain M (prior M) 4%Q n s a)) = true.

Definition statement_5_9_F_first := forall (K : ordered_field) (M : model K),
  valid M = true
  -> (every (all_choices M) (fun '(n, s, a) => fold_f M (prior M) 1%Q n s a =? retrain M (prior M) 1%Q n s a)) = true.

Definition statement_5_9_F_uniform_equal := forall (K : ordered_field) (M : model K),
  valid M = true
  -> (every (all_points M) (fun '(n, s) => action_count M n s <? of_rational (1000000 # 1)%Q)) = true
  -> (uniform_prior M) = true
  -> (equal_action_counts_at_each_time M) = true
  -> (every (all_choices M) (fun '(n, s, a) => fold_f M (prior M) 1%Q n s a =? retrain M (prior M) 1%Q n s a) && every (all_choices M) (fun '(n, s, a) => fold_f M (prior M) 2%Q n s a =? retrain M (prior M) 2%Q n s a) && every (all_choices M) (fun '(n, s, a) => fold_f M (prior M) 3%Q n s a =? retrain M (prior M) 3%Q n s a) && every (all_choices M) (fun '(n, s, a) => fold_f M (prior M) 4%Q n s a =? retrain M (prior M) 4%Q n s a)) = true.

Definition statement_5_9_F_ratio := forall (K : ordered_field) (M : model K),
  valid M = true
  -> (every (all_choices M) (fun '(n, s, a) => fold_f_ratio M (prior M) 1%Q n s a =? retrain M (prior M) 1%Q n s a) && every (all_choices M) (fun '(n, s, a) => fold_f_ratio M (prior M) 2%Q n s a =? retrain M (prior M) 2%Q n s a) && every (all_choices M) (fun '(n, s, a) => fold_f_ratio M (prior M) 3%Q n s a =? retrain M (prior M) 3%Q n s a) && every (all_choices M) (fun '(n, s, a) => fold_f_ratio M (prior M) 4%Q n s a =? retrain M (prior M) 4%Q n s a)) = true.

Definition statement_5_9_H_shifted_uniform_equal := forall (K : ordered_field) (M : model K),
  valid M = true
  -> (every (all_points M) (fun '(n, s) => action_count M n s <? of_rational (1000000 # 1)%Q)) = true
  -> (deterministic M) = true
  -> (uniform_prior M) = true
  -> (equal_action_counts_at_each_time M) = true
  -> (every (all_choices M) (fun '(n, s, a) => temperature M (prior M) 1%Q n s a =? fold_h M (prior M) 1%Q n s a) && every (all_choices M) (fun '(n, s, a) => temperature M (prior M) 2%Q n s a =? fold_h M (prior M) 2%Q n s a) && every (all_choices M) (fun '(n, s, a) => temperature M (prior M) 4%Q n s a =? fold_h M (prior M) 3%Q n s a)) = true.

Definition statement_5_9_H_shifted_ratio := forall (K : ordered_field) (M : model K),
  valid M = true
  -> (deterministic M) = true
  -> (every (all_choices M) (fun '(n, s, a) => temperature M (prior M) 1%Q n s a =? fold_h_ratio M (prior M) 1%Q n s a) && every (all_choices M) (fun '(n, s, a) => temperature M (prior M) 2%Q n s a =? fold_h_ratio M (prior M) 2%Q n s a) && every (all_choices M) (fun '(n, s, a) => temperature M (prior M) 4%Q n s a =? fold_h_ratio M (prior M) 3%Q n s a)) = true.

Definition statement_5_9_shifted_uniform_equal := forall (K : ordered_field) (M : model K),
  valid M = true
  -> (every (all_points M) (fun '(n, s) => action_count M n s <? of_rational (1000000 # 1)%Q)) = true
  -> (deterministic M) = true
  -> (uniform_prior M) = true
  -> (equal_action_counts_at_each_time M) = true
  -> (every (all_choices M) (fun '(n, s, a) => temperature M (prior M) 1%Q n s a =? retrain M (prior M) 1%Q n s a) && every (all_choices M) (fun '(n, s, a) => fold_f M (prior M) 1%Q n s a =? retrain M (prior M) 1%Q n s a) && every (all_choices M) (fun '(n, s, a) => fold_h M (prior M) 1%Q n s a =? retrain M (prior M) 1%Q n s a) && (every (all_choices M) (fun '(n, s, a) => temperature M (prior M) 2%Q n s a =? retrain M (prior M) 2%Q n s a) && every (all_choices M) (fun '(n, s, a) => fold_f M (prior M) 2%Q n s a =? retrain M (prior M) 2%Q n s a) && every (all_choices M) (fun '(n, s, a) => fold_h M (prior M) 2%Q n s a =? retrain M (prior M) 2%Q n s a)) && (every (all_choices M) (fun '(n, s, a) => temperature M (prior M) 4%Q n s a =? retrain M (prior M) 4%Q n s a) && every (all_choices M) (fun '(n, s, a) => fold_f M (prior M) 4%Q n s a =? retrain M (prior M) 4%Q n s a) && every (all_choices M) (fun '(n, s, a) => fold_h M (prior M) 3%Q n s a =? retrain M (prior M) 4%Q n s a))) = true.

Definition statement_5_9_shifted_ratio := forall (K : ordered_field) (M : model K),
  valid M = true
  -> (deterministic M) = true
  -> (every (all_choices M) (fun '(n, s, a) => temperature M (prior M) 1%Q n s a =? retrain M (prior M) 1%Q n s a) && every (all_choices M) (fun '(n, s, a) => fold_f_ratio M (prior M) 1%Q n s a =? retrain M (prior M) 1%Q n s a) && every (all_choices M) (fun '(n, s, a) => fold_h_ratio M (prior M) 1%Q n s a =? retrain M (prior M) 1%Q n s a) && (every (all_choices M) (fun '(n, s, a) => temperature M (prior M) 2%Q n s a =? retrain M (prior M) 2%Q n s a) && every (all_choices M) (fun '(n, s, a) => fold_f_ratio M (prior M) 2%Q n s a =? retrain M (prior M) 2%Q n s a) && every (all_choices M) (fun '(n, s, a) => fold_h_ratio M (prior M) 2%Q n s a =? retrain M (prior M) 2%Q n s a)) && (every (all_choices M) (fun '(n, s, a) => temperature M (prior M) 4%Q n s a =? retrain M (prior M) 4%Q n s a) && every (all_choices M) (fun '(n, s, a) => fold_f_ratio M (prior M) 4%Q n s a =? retrain M (prior M) 4%Q n s a) && every (all_choices M) (fun '(n, s, a) => fold_h_ratio M (prior M) 3%Q n s a =? retrain M (prior M) 4%Q n s a))) = true.

Definition statement_A_8_shaping_constant_by_time := forall (K : ordered_field) (M : model K),
  valid M = true
  -> (every (all_choices M) (fun '(n, s, a) => condition M (prior M) (fun n s a => weight M n s a * power (of_rational (1 # 2)%Q) (time M n s)) n s a =? retrain M (prior M) 1%Q n s a)) = true.

Definition statement_5_H_only_det_deterministic := forall (K : ordered_field) (M : model K),
  valid M = true
  -> (every (all_points M) (fun '(n, s) => action_count M n s <? of_rational (1000000 # 1)%Q)) = true
  -> (deterministic M) = true
  -> (uniform_prior M) = true
  -> (equal_action_counts_at_each_time M) = true
  -> (every (all_choices M) (fun '(n, s, a) => fold_h M (prior M) 1%Q n s a =? retrain M (prior M) 1%Q n s a) && every (all_choices M) (fun '(n, s, a) => temperature M (prior M) 1%Q n s a =? fold_h M (prior M) 1%Q n s a) && (every (all_choices M) (fun '(n, s, a) => fold_h M (prior M) 2%Q n s a =? retrain M (prior M) 2%Q n s a) && every (all_choices M) (fun '(n, s, a) => temperature M (prior M) 2%Q n s a =? fold_h M (prior M) 2%Q n s a)) && (every (all_choices M) (fun '(n, s, a) => fold_h M (prior M) 3%Q n s a =? retrain M (prior M) 4%Q n s a) && every (all_choices M) (fun '(n, s, a) => temperature M (prior M) 4%Q n s a =? fold_h M (prior M) 3%Q n s a))) = true.

Definition statement_5_H_only_det_temperature_0 := forall (K : ordered_field) (M : model K),
  valid M = true
  -> (uniform_prior M) = true
  -> (equal_action_counts_at_each_time M) = true
  -> (every (all_choices M) (fun '(n, s, a) => temperature M (prior M) 1%Q n s a =? fold_h M (prior M) 1%Q n s a)) = true.

Definition statement_two_ways_q_recursion := forall (K : ordered_field) (M : model K),
  valid M = true
  -> (every (all_choices M) (fun '(n, s, a) => soft_q_of M (prior M) (fun n s a => power (weight M n s a) 2%Q) n s a =? sum (rests M n s a) (fun rest => chance M n s a rest * tail (prior M) n s a rest * product (fun n s a => power (weight M n s a) 2%Q) n s a rest)) && every (all_points M) (fun '(n, s) => soft_v_of M (prior M) (fun n s a => power (weight M n s a) 2%Q) n s =? sum (trajectories_at M n s) (fun '(a, rest) => chance M n s a rest * product (fun n s a => prior M n s a * power (weight M n s a) 2%Q) n s a rest)) && every (all_choices M) (fun '(n, s, a) => soft_q M (uniform M) n s a =? success_given_action M (uniform M) n s a) && every (all_points M) (fun '(n, s) => soft_v M (uniform M) n s =? success_given_state M (uniform M) n s)) = true.

Definition statement_two_ways_posterior_trajectories := forall (K : ordered_field) (M : model K),
  valid M = true
  -> (every (all_choices M) (fun '(n, s, a) => retrain M (prior M) 0%Q n s a =? prior M n s a) && every (all_choices M) (fun '(n, s, a) => retrain M (prior M) 1%Q n s a =? posterior M (retrain M (prior M) 0%Q) (weight M) n s a) && every (all_choices M) (fun '(n, s, a) => retrain M (prior M) 2%Q n s a =? posterior M (retrain M (prior M) 1%Q) (weight M) n s a) && every (all_choices M) (fun '(n, s, a) => retrain M (prior M) 3%Q n s a =? posterior M (retrain M (prior M) 2%Q) (weight M) n s a)) = true.

Definition statement_two_ways_temperature_trajectories := forall (K : ordered_field) (M : model K),
  valid M = true
  -> (every (all_choices M) (fun '(n, s, a) => temperature M (prior M) 1%Q n s a =? share (acts M n s) (fun a => sum (rests M n s a) (fun rest => chance M n s a rest * product (prior M) n s a rest * power (product (weight M) n s a rest) 1%Q)) (fun a => prior M n s a) a) && every (all_choices M) (fun '(n, s, a) => temperature M (prior M) 2%Q n s a =? share (acts M n s) (fun a => sum (rests M n s a) (fun rest => chance M n s a rest * product (prior M) n s a rest * power (product (weight M) n s a rest) 2%Q)) (fun a => prior M n s a) a) && every (all_choices M) (fun '(n, s, a) => temperature M (prior M) 3%Q n s a =? share (acts M n s) (fun a => sum (rests M n s a) (fun rest => chance M n s a rest * product (prior M) n s a rest * power (product (weight M) n s a rest) 3%Q)) (fun a => prior M n s a) a)) = true.

Definition statement_two_ways_fold_posterior := forall (K : ordered_field) (M : model K),
  valid M = true
  -> (every (all_choices M) (fun '(n, s, a) => fold_f M (prior M) 0%Q n s a =? prior M n s a) && every (all_choices M) (fun '(n, s, a) => fold_f M (prior M) 1%Q n s a =? posterior M (prior M) (weight M) n s a) && every (all_choices M) (fun '(n, s, a) => weights_f M (prior M) 1%Q n s a =? weight M n s a * posterior M (prior M) (weight M) n s a) && every (all_choices M) (fun '(n, s, a) => fold_f M (prior M) 2%Q n s a =? posterior M (prior M) (fun n s a => weight M n s a * posterior M (prior M) (weight M) n s a) n s a) && every (all_choices M) (fun '(n, s, a) => weights_f M (prior M) 2%Q n s a =? weight M n s a * posterior M (prior M) (fun n s a => weight M n s a * posterior M (prior M) (weight M) n s a) n s a) && every (all_choices M) (fun '(n, s, a) => fold_f M (prior M) 3%Q n s a =? posterior M (prior M) (fun n s a => weight M n s a * posterior M (prior M) (fun n s a => weight M n s a * posterior M (prior M) (weight M) n s a) n s a) n s a) && every (all_choices M) (fun '(n, s, a) => fold_h M (prior M) 1%Q n s a =? posterior M (prior M) (weight M) n s a) && every (all_choices M) (fun '(n, s, a) => fold_h M (prior M) 2%Q n s a =? posterior M (prior M) (fun n s a => weight M n s a * posterior M (prior M) (weight M) n s a) n s a) && every (all_choices M) (fun '(n, s, a) => weights_h M (prior M) 2%Q n s a =? weight M n s a * posterior M (prior M) (weight M) n s a * posterior M (prior M) (fun n s a => weight M n s a * posterior M (prior M) (weight M) n s a) n s a) && every (all_choices M) (fun '(n, s, a) => fold_h M (prior M) 3%Q n s a =? posterior M (prior M) (fun n s a => weight M n s a * posterior M (prior M) (weight M) n s a * posterior M (prior M) (fun n s a => weight M n s a * posterior M (prior M) (weight M) n s a) n s a) n s a)) = true.

Definition statement_two_ways_fold_ratio := forall (K : ordered_field) (M : model K),
  valid M = true
  -> (every (all_choices M) (fun '(n, s, a) => fold_f_ratio M (prior M) 1%Q n s a =? posterior M (prior M) (weight M) n s a) && every (all_choices M) (fun '(n, s, a) => weights_f_ratio M (prior M) 1%Q n s a =? weight M n s a * (if prior M n s a =? 0 then 0 else posterior M (prior M) (weight M) n s a / prior M n s a)) && every (all_choices M) (fun '(n, s, a) => fold_f_ratio M (prior M) 2%Q n s a =? posterior M (prior M) (fun n s a => weight M n s a * (if prior M n s a =? 0 then 0 else posterior M (prior M) (weight M) n s a / prior M n s a)) n s a) && every (all_choices M) (fun '(n, s, a) => weights_f_ratio M (prior M) 2%Q n s a =? weight M n s a * (if prior M n s a =? 0 then 0 else posterior M (prior M) (fun n s a => weight M n s a * (if prior M n s a =? 0 then 0 else posterior M (prior M) (weight M) n s a / prior M n s a)) n s a / prior M n s a)) && every (all_choices M) (fun '(n, s, a) => fold_h_ratio M (prior M) 2%Q n s a =? posterior M (prior M) (fun n s a => weight M n s a * (if prior M n s a =? 0 then 0 else posterior M (prior M) (weight M) n s a / prior M n s a)) n s a) && every (all_choices M) (fun '(n, s, a) => weights_h_ratio M (prior M) 2%Q n s a =? weight M n s a * (if prior M n s a =? 0 then 0 else posterior M (prior M) (weight M) n s a / prior M n s a) * (if prior M n s a =? 0 then 0 else posterior M (prior M) (fun n s a => weight M n s a * (if prior M n s a =? 0 then 0 else posterior M (prior M) (weight M) n s a / prior M n s a)) n s a / prior M n s a))) = true.

Definition statement_two_ways_S_trajectories := forall (K : ordered_field) (M : model K),
  valid M = true
  -> ((success_probability M (prior M) =? success_by_trajectories M (prior M)) && (success_probability M (retrain M (prior M) 1%Q) =? success_by_trajectories M (retrain M (prior M) 1%Q))) = true.

Definition statement_two_ways_boltzmann_odds := forall (K : ordered_field) (M : model K),
  valid M = true
  -> (every (all_pairs M) (fun '(n, s, a, b) => boltzmann M (prior M) (1 / 1)%Q n s a * power (soft_q M (prior M) n s b) 1%Q =? boltzmann M (prior M) (1 / 1)%Q n s b * power (soft_q M (prior M) n s a) 1%Q) && every (all_points M) (fun '(n, s) => sum (acts M n s) (fun a => boltzmann M (prior M) (1 / 1)%Q n s a) =? 1) && every (all_choices M) (fun '(n, s, a) => negb (best M (soft_q M (prior M)) n s =? 0) || (boltzmann M (prior M) (1 / 1)%Q n s a =? prior M n s a)) && (every (all_pairs M) (fun '(n, s, a, b) => boltzmann M (prior M) (1 / 2)%Q n s a * power (soft_q M (prior M) n s b) 2%Q =? boltzmann M (prior M) (1 / 2)%Q n s b * power (soft_q M (prior M) n s a) 2%Q) && every (all_points M) (fun '(n, s) => sum (acts M n s) (fun a => boltzmann M (prior M) (1 / 2)%Q n s a) =? 1) && every (all_choices M) (fun '(n, s, a) => negb (best M (soft_q M (prior M)) n s =? 0) || (boltzmann M (prior M) (1 / 2)%Q n s a =? prior M n s a))) && (every (all_pairs M) (fun '(n, s, a, b) => boltzmann M (prior M) (1 / 3)%Q n s a * power (soft_q M (prior M) n s b) 3%Q =? boltzmann M (prior M) (1 / 3)%Q n s b * power (soft_q M (prior M) n s a) 3%Q) && every (all_points M) (fun '(n, s) => sum (acts M n s) (fun a => boltzmann M (prior M) (1 / 3)%Q n s a) =? 1) && every (all_choices M) (fun '(n, s, a) => negb (best M (soft_q M (prior M)) n s =? 0) || (boltzmann M (prior M) (1 / 3)%Q n s a =? prior M n s a)))) = true.

Definition statement_two_ways_boltzmann_greedy := forall (K : ordered_field) (M : model K),
  valid M = true
  -> (every (all_pairs M) (fun '(n, s, a, b) => (soft_q M (prior M) n s b <=? soft_q M (prior M) n s a) || (greedy_limit M (prior M) n s a =? 0) || (best M (soft_q M (prior M)) n s =? 0)) && every (all_pairs M) (fun '(n, s, a, b) => negb (soft_q M (prior M) n s a =? soft_q M (prior M) n s b) || (greedy_limit M (prior M) n s a =? greedy_limit M (prior M) n s b) || (best M (soft_q M (prior M)) n s =? 0)) && every (all_points M) (fun '(n, s) => sum (acts M n s) (fun a => greedy_limit M (prior M) n s a) =? 1) && every (all_choices M) (fun '(n, s, a) => negb (best M (soft_q M (prior M)) n s =? 0) || (greedy_limit M (prior M) n s a =? prior M n s a)) && (every (all_pairs M) (fun '(n, s, a, b) => (soft_q M (prior M) n s b <=? soft_q M (prior M) n s a) || (boltzmann M (prior M) 0%Q n s a =? 0) || (best M (soft_q M (prior M)) n s =? 0)) && every (all_pairs M) (fun '(n, s, a, b) => negb (soft_q M (prior M) n s a =? soft_q M (prior M) n s b) || (boltzmann M (prior M) 0%Q n s a =? boltzmann M (prior M) 0%Q n s b) || (best M (soft_q M (prior M)) n s =? 0)) && every (all_points M) (fun '(n, s) => sum (acts M n s) (fun a => boltzmann M (prior M) 0%Q n s a) =? 1) && every (all_choices M) (fun '(n, s, a) => negb (best M (soft_q M (prior M)) n s =? 0) || (boltzmann M (prior M) 0%Q n s a =? prior M n s a)))) = true.

Definition statement_two_ways_optimum_attained := forall (K : ordered_field) (M : model K),
  valid M = true
  -> (success_probability M (lookahead_policy M (prior M) (horizon M)) =? optimal_success M) = true.

Definition statement_two_ways_selection_rejection := forall (K : ordered_field) (M : model K),
  valid M = true
  -> (0 <? success_probability M (prior M)) = true
  -> (every (all_trajectories M) (fun '(n, s, a, rest) => rejection M (prior M) 1%Q n s a rest =? law_given_success M (prior M) n s a rest)) = true.
