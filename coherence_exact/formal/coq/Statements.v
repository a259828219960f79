(* Written by `python -m coherence_exact.formal` from the definitions of the package, not by hand. *)

From Coq Require Import List Bool QArith.
From Coherence Require Export Definitions.

Open Scope bool_scope.
Open Scope K_scope.

Definition statement_2_lagrange_deterministic := forall (K : ordered_field) (L : Logarithm K) (M : model K),
  valid M = true
  -> (deterministic M) = true
  -> ((penalised_return M (prior M) 1%K <=? penalised_return M (temperature M (prior M) 1%Q) 1%K)%E && (penalised_return M (uniform M) 1%K <=? penalised_return M (temperature M (prior M) 1%Q) 1%K)%E && (penalised_return M (greedy_limit M (prior M)) 1%K <=? penalised_return M (temperature M (prior M) 1%Q) 1%K)%E && (penalised_return M (prior M) (of_rational (2 # 1)%Q) <=? penalised_return M (temperature M (prior M) 2%Q) (of_rational (2 # 1)%Q))%E && (penalised_return M (uniform M) (of_rational (2 # 1)%Q) <=? penalised_return M (temperature M (prior M) 2%Q) (of_rational (2 # 1)%Q))%E && (penalised_return M (greedy_limit M (prior M)) (of_rational (2 # 1)%Q) <=? penalised_return M (temperature M (prior M) 2%Q) (of_rational (2 # 1)%Q))%E) = true.

Definition statement_2_lagrange_every_policy := forall (K : ordered_field) (L : Logarithm K) (M : model K),
  valid M = true
  -> (deterministic M) = true
  -> ((penalised_return M (second_policy M) 1%K <=? penalised_return M (temperature M (prior M) 1%Q) 1%K)%E && (penalised_return M (second_policy M) (of_rational (2 # 1)%Q) <=? penalised_return M (temperature M (prior M) 2%Q) (of_rational (2 # 1)%Q))%E && (penalised_return M (second_policy M) (of_rational (3 # 1)%Q) <=? penalised_return M (temperature M (prior M) 3%Q) (of_rational (3 # 1)%Q))%E && (penalised_return M (second_policy M) (of_rational (4 # 1)%Q) <=? penalised_return M (temperature M (prior M) 4%Q) (of_rational (4 # 1)%Q))%E) = true.

Definition statement_2_lagrange_identity := forall (K : ordered_field) (L : Logarithm K) (M : model K),
  valid M = true
  -> (deterministic M) = true
  -> ((penalised_return M (second_policy M) 1%K =? (log_partition M (prior M) 1%Q - kl M (second_policy M) (temperature M (prior M) 1%Q)) / Finite 1%K)%E && (penalised_return M (second_policy M) (of_rational (2 # 1)%Q) =? (log_partition M (prior M) 2%Q - kl M (second_policy M) (temperature M (prior M) 2%Q)) / Finite (of_rational (2 # 1)%Q))%E && (penalised_return M (second_policy M) (of_rational (3 # 1)%Q) =? (log_partition M (prior M) 3%Q - kl M (second_policy M) (temperature M (prior M) 3%Q)) / Finite (of_rational (3 # 1)%Q))%E && (penalised_return M (second_policy M) (of_rational (4 # 1)%Q) =? (log_partition M (prior M) 4%Q - kl M (second_policy M) (temperature M (prior M) 4%Q)) / Finite (of_rational (4 # 1)%Q))%E) = true.

Definition statement_3_discount_rewards_by_time := forall (K : ordered_field) (L : Logarithm K) (M : model K),
  valid M = true
  -> ((discounted_return M (prior M) (of_rational (1 # 2)%Q) =? return_of_extended_rewards M (prior M) (fun n s a => Finite (power (of_rational (1 # 2)%Q) (time M n s - 1)%Q)%K * log (Finite (weight M n s a)%K)))%E && (discounted_return M (prior M) (of_rational (1 # 3)%Q) =? return_of_extended_rewards M (prior M) (fun n s a => Finite (power (of_rational (1 # 3)%Q) (time M n s - 1)%Q)%K * log (Finite (weight M n s a)%K)))%E) = true.

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

Definition statement_A_2_telescope_rewards_at_the_end := forall (K : ordered_field) (M : model K),
  valid M = true
  -> (every (all_points M) (fun '(n, s) => (start M n s =? 0) || (0 <? soft_v M (prior M) n s))) = true
  -> (deterministic M) = true
  -> (terminal_rewards M) = true
  -> (every (all_trajectories M) (fun '(n, s, a, rest) => law_given_start M (retrain M (prior M) 1%Q) n s a rest =? last_reward_trajectories M (prior M) n s a rest)) = true.

Definition statement_A_2_telescope_corrected := forall (K : ordered_field) (M : model K),
  valid M = true
  -> (every (all_points M) (fun '(n, s) => (start M n s =? 0) || (0 <? soft_v M (prior M) n s))) = true
  -> (deterministic M) = true
  -> (every (all_trajectories M) (fun '(n, s, a, rest) => law_given_start_and_success M (prior M) n s a rest =? law_given_start M (retrain M (prior M) 1%Q) n s a rest)) = true.

Definition statement_4_optimism_overoptimistic := forall (K : ordered_field) (M : model K),
  valid M = true
  -> (every (all_choices M) (fun '(n, s, a) => expected_success M (prior M) n s a <=? conditioned_success M (prior M) n s a)) = true.

Definition statement_4_optimism_deterministic := forall (K : ordered_field) (M : model K),
  valid M = true
  -> (every (all_transitions M) (fun '(n, s, a, s') => 0 <? next 0 (soft_v M (prior M)) n s')) = true
  -> (deterministic M) = true
  -> (every (all_transitions M) (fun '(n, s, a, s') => conditioned_dynamics M (prior M) n s a s' =? dynamics M n s a s')) = true.

Definition statement_4_7_printed := forall (K : ordered_field) (L : Logarithm K) (M : model K),
  valid M = true
  -> ((incoherence M (prior M) 1%Q =? occupancy_kl M (prior M) (boltzmann M (prior M) 1%Q))%E && (incoherence M (prior M) (1 # 2)%Q =? occupancy_kl M (prior M) (boltzmann M (prior M) (1 # 2)%Q))%E && (incoherence M (prior M) 0%Q =? occupancy_kl M (prior M) (boltzmann M (prior M) 0%Q))%E) = true.

Definition statement_4_7_any_two_policies := forall (K : ordered_field) (L : Logarithm K) (M : model K),
  valid M = true
  -> ((kl M (prior M) (second_policy M) =? occupancy_kl M (prior M) (second_policy M))%E) = true.

Definition statement_4_8_coherent_is_greedy := forall (K : ordered_field) (L : Logarithm K) (M : model K),
  valid M = true
  -> (implies M (coherent_policy M (prior M) 0%Q) (supported_in_where_visited M (prior M) (greedy_limit M (prior M)))) = true.

Definition statement_4_8_finite := forall (K : ordered_field) (L : Logarithm K) (M : model K),
  valid M = true
  -> (iff M (finite_extended M (incoherence M (prior M) 0%Q)) (supported_in_where_visited M (prior M) (greedy_limit M (prior M)))) = true.

Definition statement_4_J_is_S_one_start_or_finite := forall (K : ordered_field) (L : Logarithm K) (M : model K),
  valid M = true
  -> (deterministic M) = true
  -> (one_start_or_finite_largest_return M) = true
  -> (iff M (return_optimal M (prior M)) (success_optimal M (prior M))) = true.

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

Definition statement_4_14_deterministic := forall (K : ordered_field) (L : Logarithm K) (M : model K),
  valid M = true
  -> (return_optimal M (prior M)) = true
  -> (deterministic M) = true
  -> (return_optimal M (greedy_limit M (prior M))) = true.

Definition statement_4_14_success := forall (K : ordered_field) (M : model K),
  valid M = true
  -> (success_optimal M (prior M)) = true
  -> (success_optimal M (greedy_limit M (prior M))) = true.

Definition statement_4_15_success_finite := forall (K : ordered_field) (L : Logarithm K) (M : model K),
  valid M = true
  -> (success_optimal M (prior M)) = true
  -> (finite_return M (prior M)) = true
  -> (finite_extended M (incoherence_limit M (prior M))) = true.

Definition statement_4_15_deterministic_finite := forall (K : ordered_field) (L : Logarithm K) (M : model K),
  valid M = true
  -> (return_optimal M (prior M)) = true
  -> (deterministic M) = true
  -> (finite_return M (prior M)) = true
  -> (finite_extended M (incoherence_limit M (prior M))) = true.

Definition statement_A_6_step_corrected := forall (K : ordered_field) (L : Logarithm K) (M : model K),
  valid M = true
  -> (iff M (finite_extended M (incoherence M (prior M) 0%Q)) (supported_in_where_visited M (prior M) (greedy_limit M (prior M)))) = true.

Definition statement_4_16_maximiser := forall (K : ordered_field) (L : Logarithm K) (M : model K),
  valid M = true
  -> (one_decision M) = true
  -> ((expected_return M (second_policy M) - kl M (second_policy M) (prior M) =? log_partition M (prior M) 1%Q - kl M (second_policy M) (retrain M (prior M) 1%Q))%E) = true.

Definition statement_5_4_deterministic := forall (K : ordered_field) (L : Logarithm K) (M : model K),
  valid M = true
  -> (deterministic M) = true
  -> ((expected_return M (prior M) <=? expected_return M (retrain M (prior M) 1%Q))%E) = true.

Definition statement_5_4_success := forall (K : ordered_field) (M : model K),
  valid M = true
  -> (success_probability M (prior M) <=? success_probability M (retrain M (prior M) 1%Q)) = true.

Definition statement_5_4_every_state := forall (K : ordered_field) (M : model K),
  valid M = true
  -> (every (all_points M) (fun '(n, s) => soft_v M (prior M) n s <=? soft_v M (retrain M (prior M) 1%Q) n s)) = true.

Definition statement_5_4_strict := forall (K : ordered_field) (M : model K),
  valid M = true
  -> (iff M (every (all_points M) (fun '(n, s) => soft_v M (retrain M (prior M) 1%Q) n s =? soft_v M (prior M) n s)) (q_constant_on_support M (prior M))) = true.

Definition statement_5_4_strict_success := forall (K : ordered_field) (M : model K),
  valid M = true
  -> (finite_rewards M) = true
  -> (full_support M) = true
  -> (iff M (success_probability M (retrain M (prior M) 1%Q) =? success_probability M (prior M)) (q_constant_on_support M (prior M))) = true.

Definition statement_A_7_Q_last := forall (K : ordered_field) (M : model K),
  valid M = true
  -> (every (filter (fun '(n, s, a) => last n) (all_choices M)) (fun '(n, s, a) => soft_q M (prior M) n s a =? weight M n s a)) = true.

Definition statement_A_7_eq2_printed := forall (K : ordered_field) (M : model K),
  valid M = true
  -> (every (all_points M) (fun '(n, s) => negb (0 <? soft_v M (prior M) n s) || (sum (acts M n s) (fun a => goal_condition M (prior M) n s a * soft_q M (prior M) n s a) =? sum (acts M n s) (fun a => prior M n s a * power (soft_q M (prior M) n s a) 2%Q) / soft_v M (prior M) n s) && (soft_v M (prior M) n s <=? sum (acts M n s) (fun a => goal_condition M (prior M) n s a * soft_q M (prior M) n s a)))) = true.

Definition statement_A_7_nontrivial_corrected := forall (K : ordered_field) (M : model K),
  valid M = true
  -> (iff M (every (all_choices M) (fun '(n, s, a) => retrain M (prior M) 1%Q n s a =? prior M n s a)) (q_constant_on_support M (prior M))) = true.

Definition statement_5_6_limit_deterministic := forall (K : ordered_field) (L : Logarithm K) (M : model K),
  valid M = true
  -> (deterministic M) = true
  -> ((expected_return M (temperature M (prior M) 1%Q) <=? expected_return M (temperature M (prior M) 2%Q))%E && (expected_return M (temperature M (prior M) 2%Q) <=? expected_return M (temperature M (prior M) 3%Q))%E && (expected_return M (temperature M (prior M) 3%Q) <=? expected_return M (temperature M (prior M) 4%Q))%E && ((success_probability M (temperature M (prior M) 1%Q) <=? success_probability M (temperature M (prior M) 2%Q)) && (success_probability M (temperature M (prior M) 2%Q) <=? success_probability M (temperature M (prior M) 3%Q)) && (success_probability M (temperature M (prior M) 3%Q) <=? success_probability M (temperature M (prior M) 4%Q)))) = true.

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

Definition statement_A_9_constant_corrected := forall (K : ordered_field) (M : model K),
  valid M = true
  -> (uniform_prior M) = true
  -> (equal_action_counts M) = true
  -> (every (all_choices M) (fun '(n, s, a) => prior M n s a * folded_q M (prior M) 1%Q n s a =? 1 / sequences_from M n s * retrain M (prior M) 1%Q n s a * soft_q M (retrain M (prior M) 1%Q) n s a) && every (all_points M) (fun '(n, s) => folded_v M (prior M) 1%Q n s =? 1 / sequences_from M n s * soft_v M (retrain M (prior M) 1%Q) n s) && (every (all_choices M) (fun '(n, s, a) => prior M n s a * folded_q M (prior M) 2%Q n s a =? 1 / sequences_from M n s * retrain M (prior M) 2%Q n s a * soft_q M (retrain M (prior M) 2%Q) n s a) && every (all_points M) (fun '(n, s) => folded_v M (prior M) 2%Q n s =? 1 / sequences_from M n s * soft_v M (retrain M (prior M) 2%Q) n s))) = true.

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

Definition statement_A_8_hyp_constant_one_decision := forall (K : ordered_field) (M : model K),
  valid M = true
  -> (one_decision M) = true
  -> (uniform_prior M) = true
  -> (proportional M (weights_h M (prior M) 1%Q) (fun n s a => power (weight M n s a) 2%Q) && proportional M (weights_h M (prior M) 2%Q) (fun n s a => power (weight M n s a) 4%Q)) = true.

Definition statement_A_8_second_corrected := forall (K : ordered_field) (M : model K),
  valid M = true
  -> (deterministic M) = true
  -> (uniform_prior M) = true
  -> (equal_action_counts M) = true
  -> (every (all_points M) (fun '(n, s) => soft_v_of M (prior M) (fun n s a => power (weight M n s a) 2%Q) n s =? sequences_from M n s * soft_v M (prior M) n s * soft_v_of M (prior M) (weights_h M (prior M) 1%Q) n s)) = true.

Definition statement_A_8_shaping_one_decision := forall (K : ordered_field) (M : model K),
  valid M = true
  -> (one_decision M) = true
  -> (every (all_choices M) (fun '(n, s, a) => condition M (prior M) (normalised_weights M) n s a =? retrain M (prior M) 1%Q n s a)) = true.

Definition statement_A_8_shaping_constant_by_time := forall (K : ordered_field) (M : model K),
  valid M = true
  -> (every (all_choices M) (fun '(n, s, a) => condition M (prior M) (fun n s a => weight M n s a * power (of_rational (1 # 2)%Q) (time M n s)) n s a =? retrain M (prior M) 1%Q n s a)) = true.

Definition statement_A_8_C_corrected := forall (K : ordered_field) (M : model K),
  valid M = true
  -> (uniform_prior M) = true
  -> (every (filter (fun '(n, s, a) => last n && (0 <? weight M n s a)) (all_choices M)) (fun '(n, s, a) => goal_condition M (prior M) n s a / weight M n s a =? power (action_count M n s) (-1 # 1)%Q / (sum (acts M n s) (fun a => weight M n s a) / action_count M n s))) = true.

Definition statement_A_10_step_corrected := forall (K : ordered_field) (M : model K),
  valid M = true
  -> (one_decision M) = true
  -> (uniform_prior M) = true
  -> (proportional M (weights_f M (prior M) 1%Q) (fun n s a => power (weight M n s a) 2%Q) && proportional M (weights_f M (prior M) 2%Q) (fun n s a => power (weight M n s a) 3%Q) && proportional M (weights_f M (prior M) 3%Q) (fun n s a => power (weight M n s a) 4%Q)) = true.

Definition statement_A_10_step_corrected_shaping := forall (K : ordered_field) (M : model K),
  valid M = true
  -> (every (all_points M) (fun '(n, s) => action_count M n s <? of_rational (1000000 # 1)%Q)) = true
  -> (deterministic M) = true
  -> (uniform_prior M) = true
  -> (equal_action_counts_at_each_time M) = true
  -> (proportional_along M (fun n s a rest => product (weights_f M (prior M) 1%Q) n s a rest) (fun n s a rest => product (fun n s a => power (weight M n s a) 2%Q) n s a rest) && proportional_along M (fun n s a rest => product (weights_f M (prior M) 2%Q) n s a rest) (fun n s a rest => product (fun n s a => power (weight M n s a) 3%Q) n s a rest) && proportional_along M (fun n s a rest => product (weights_f M (prior M) 3%Q) n s a rest) (fun n s a rest => product (fun n s a => power (weight M n s a) 4%Q) n s a rest)) = true.

Definition statement_5_H_only_det_deterministic := forall (K : ordered_field) (M : model K),
  valid M = true
  -> (every (all_points M) (fun '(n, s) => action_count M n s <? of_rational (1000000 # 1)%Q)) = true
  -> (deterministic M) = true
  -> (uniform_prior M) = true
  -> (equal_action_counts_at_each_time M) = true
  -> (every (all_choices M) (fun '(n, s, a) => fold_h M (prior M) 1%Q n s a =? retrain M (prior M) 1%Q n s a) && every (all_choices M) (fun '(n, s, a) => temperature M (prior M) 1%Q n s a =? fold_h M (prior M) 1%Q n s a) && (every (all_choices M) (fun '(n, s, a) => fold_h M (prior M) 2%Q n s a =? retrain M (prior M) 2%Q n s a) && every (all_choices M) (fun '(n, s, a) => temperature M (prior M) 2%Q n s a =? fold_h M (prior M) 2%Q n s a)) && (every (all_choices M) (fun '(n, s, a) => fold_h M (prior M) 3%Q n s a =? retrain M (prior M) 4%Q n s a) && every (all_choices M) (fun '(n, s, a) => temperature M (prior M) 4%Q n s a =? fold_h M (prior M) 3%Q n s a))) = true.

Definition statement_5_H_only_det_retrain_1 := forall (K : ordered_field) (M : model K),
  valid M = true
  -> (every (all_points M) (fun '(n, s) => action_count M n s <? of_rational (1000000 # 1)%Q)) = true
  -> (uniform_prior M) = true
  -> (equal_action_counts_at_each_time M) = true
  -> (every (all_choices M) (fun '(n, s, a) => fold_h M (prior M) 2%Q n s a =? retrain M (prior M) 2%Q n s a)) = true.

Definition statement_5_H_only_det_temperature_0 := forall (K : ordered_field) (M : model K),
  valid M = true
  -> (uniform_prior M) = true
  -> (equal_action_counts_at_each_time M) = true
  -> (every (all_choices M) (fun '(n, s, a) => temperature M (prior M) 1%Q n s a =? fold_h M (prior M) 1%Q n s a)) = true.

Definition statement_A_12_maxent_uniform := forall (K : ordered_field) (L : Logarithm K) (M : model K),
  valid M = true
  -> (every (all_points M) (fun '(n, s) => action_count M n s <? of_rational (1000000 # 1)%Q)) = true
  -> (deterministic M) = true
  -> (uniform_prior M) = true
  -> (equal_action_counts_at_each_time M) = true
  -> ((expected_return M (prior M) + causal_entropy M (prior M) / Finite 1%K <=? expected_return M (temperature M (prior M) 1%Q) + causal_entropy M (temperature M (prior M) 1%Q) / Finite 1%K)%E && (expected_return M (uniform M) + causal_entropy M (uniform M) / Finite 1%K <=? expected_return M (temperature M (prior M) 1%Q) + causal_entropy M (temperature M (prior M) 1%Q) / Finite 1%K)%E && (expected_return M (greedy_limit M (prior M)) + causal_entropy M (greedy_limit M (prior M)) / Finite 1%K <=? expected_return M (temperature M (prior M) 1%Q) + causal_entropy M (temperature M (prior M) 1%Q) / Finite 1%K)%E && (expected_return M (prior M) + causal_entropy M (prior M) / Finite (of_rational (2 # 1)%Q) <=? expected_return M (temperature M (prior M) 2%Q) + causal_entropy M (temperature M (prior M) 2%Q) / Finite (of_rational (2 # 1)%Q))%E && (expected_return M (uniform M) + causal_entropy M (uniform M) / Finite (of_rational (2 # 1)%Q) <=? expected_return M (temperature M (prior M) 2%Q) + causal_entropy M (temperature M (prior M) 2%Q) / Finite (of_rational (2 # 1)%Q))%E && (expected_return M (greedy_limit M (prior M)) + causal_entropy M (greedy_limit M (prior M)) / Finite (of_rational (2 # 1)%Q) <=? expected_return M (temperature M (prior M) 2%Q) + causal_entropy M (temperature M (prior M) 2%Q) / Finite (of_rational (2 # 1)%Q))%E) = true.

Definition statement_A_12_maxent_uniform_every_policy := forall (K : ordered_field) (L : Logarithm K) (M : model K),
  valid M = true
  -> (every (all_points M) (fun '(n, s) => action_count M n s <? of_rational (1000000 # 1)%Q)) = true
  -> (deterministic M) = true
  -> (uniform_prior M) = true
  -> (equal_action_counts_at_each_time M) = true
  -> ((expected_return M (second_policy M) + causal_entropy M (second_policy M) / Finite 1%K <=? expected_return M (temperature M (prior M) 1%Q) + causal_entropy M (temperature M (prior M) 1%Q) / Finite 1%K)%E && (expected_return M (second_policy M) + causal_entropy M (second_policy M) / Finite (of_rational (2 # 1)%Q) <=? expected_return M (temperature M (prior M) 2%Q) + causal_entropy M (temperature M (prior M) 2%Q) / Finite (of_rational (2 # 1)%Q))%E && (expected_return M (second_policy M) + causal_entropy M (second_policy M) / Finite (of_rational (3 # 1)%Q) <=? expected_return M (temperature M (prior M) 3%Q) + causal_entropy M (temperature M (prior M) 3%Q) / Finite (of_rational (3 # 1)%Q))%E && (expected_return M (second_policy M) + causal_entropy M (second_policy M) / Finite (of_rational (4 # 1)%Q) <=? expected_return M (temperature M (prior M) 4%Q) + causal_entropy M (temperature M (prior M) 4%Q) / Finite (of_rational (4 # 1)%Q))%E) = true.

Definition statement_A_12_maxent_any_prior_with_kl := forall (K : ordered_field) (L : Logarithm K) (M : model K),
  valid M = true
  -> (deterministic M) = true
  -> ((penalised_return M (second_policy M) 1%K <=? penalised_return M (temperature M (prior M) 1%Q) 1%K)%E && (penalised_return M (second_policy M) (of_rational (2 # 1)%Q) <=? penalised_return M (temperature M (prior M) 2%Q) (of_rational (2 # 1)%Q))%E && (penalised_return M (second_policy M) (of_rational (3 # 1)%Q) <=? penalised_return M (temperature M (prior M) 3%Q) (of_rational (3 # 1)%Q))%E && (penalised_return M (second_policy M) (of_rational (4 # 1)%Q) <=? penalised_return M (temperature M (prior M) 4%Q) (of_rational (4 # 1)%Q))%E) = true.

Definition statement_A_12_maxent_any_prior_identity := forall (K : ordered_field) (L : Logarithm K) (M : model K),
  valid M = true
  -> (deterministic M) = true
  -> ((penalised_return M (second_policy M) 1%K =? (log_partition M (prior M) 1%Q - kl M (second_policy M) (temperature M (prior M) 1%Q)) / Finite 1%K)%E && (penalised_return M (second_policy M) (of_rational (2 # 1)%Q) =? (log_partition M (prior M) 2%Q - kl M (second_policy M) (temperature M (prior M) 2%Q)) / Finite (of_rational (2 # 1)%Q))%E && (penalised_return M (second_policy M) (of_rational (3 # 1)%Q) =? (log_partition M (prior M) 3%Q - kl M (second_policy M) (temperature M (prior M) 3%Q)) / Finite (of_rational (3 # 1)%Q))%E && (penalised_return M (second_policy M) (of_rational (4 # 1)%Q) =? (log_partition M (prior M) 4%Q - kl M (second_policy M) (temperature M (prior M) 4%Q)) / Finite (of_rational (4 # 1)%Q))%E) = true.

Definition statement_5_tradeoff_rejection := forall (K : ordered_field) (M : model K),
  valid M = true
  -> (0 <? success_probability M (prior M)) = true
  -> (deterministic M) = true
  -> (single_start M) = true
  -> (every (all_trajectories M) (fun '(n, s, a, rest) => rejection M (prior M) 1%Q n s a rest =? law M (retrain M (prior M) 1%Q) n s a rest) && every (all_trajectories M) (fun '(n, s, a, rest) => rejection M (prior M) 2%Q n s a rest =? law M (retrain M (prior M) 2%Q) n s a rest) && every (all_trajectories M) (fun '(n, s, a, rest) => rejection M (prior M) 3%Q n s a rest =? law M (retrain M (prior M) 3%Q) n s a rest)) = true.

Definition statement_6_horizon_one_decision := forall (K : ordered_field) (M : model K),
  valid M = true
  -> (one_decision M) = true
  -> (success_optimal M (greedy_limit M (uniform M))) = true.

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

Definition statement_two_ways_J_trajectories := forall (K : ordered_field) (L : Logarithm K) (M : model K),
  valid M = true
  -> ((expected_return M (prior M) =? return_by_trajectories M (prior M))%E && (expected_return M (prior M) =? extended_sum (all_points M) (fun '(n, s) => Finite (start M n s)%K * return_to_go M (prior M) n s))%E && ((expected_return M (retrain M (prior M) 1%Q) =? return_by_trajectories M (retrain M (prior M) 1%Q))%E && (expected_return M (retrain M (prior M) 1%Q) =? extended_sum (all_points M) (fun '(n, s) => Finite (start M n s)%K * return_to_go M (retrain M (prior M) 1%Q) n s))%E)) = true.

Definition statement_two_ways_entropy_trajectories := forall (K : ordered_field) (L : Logarithm K) (M : model K),
  valid M = true
  -> ((causal_entropy M (prior M) =? extended_sum (all_trajectories M) (fun '(n, s, a, rest) => Finite (law M (prior M) n s a rest)%K * (Finite 0%K - along extended_plus (fun n s a => log (Finite (prior M n s a)%K)) n s a rest)))%E) = true.

Definition statement_two_ways_kl_along := forall (K : ordered_field) (L : Logarithm K) (M : model K),
  valid M = true
  -> ((kl M (prior M) (second_policy M) =? extended_sum (all_trajectories M) (fun '(n, s, a, rest) => Finite (law M (prior M) n s a rest)%K * along extended_plus (fun n s a => if (prior M n s a =? 0)%K then Finite 0%K else if (second_policy M n s a =? 0)%K then Infinite else log (Finite (prior M n s a / second_policy M n s a)%K)) n s a rest))%E) = true.

Definition statement_two_ways_kl_total_variation := forall (K : ordered_field) (M : model K),
  valid M = true
  -> (total_variation M (prior M) (second_policy M) =? sum (all_trajectories M) (fun '(n, s, a, rest) => if 0 <? law M (prior M) n s a rest - law M (second_policy M) n s a rest then law M (prior M) n s a rest - law M (second_policy M) n s a rest else 0 - (law M (prior M) n s a rest - law M (second_policy M) n s a rest)) / of_rational (2 # 1)%Q) = true.

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
  -> (every (all_trajectories M) (fun '(n, s, a, rest) => rejection M (prior M) 1%Q n s a rest =? law_given_success M (prior M) n s a rest)) = true.

Definition statement_occupancy_sums_to_one_printed := forall (K : ordered_field) (M : model K),
  valid M = true
  -> ((at_time M (fun n s a => occupancy M (prior M) n s * prior M n s a) 1 =? (if Qle_bool 1%Q (horizon M) then 1 else 0)) && (at_time M (fun n s a => occupancy M (prior M) n s * prior M n s a) (of_rational (2 # 1)%Q) =? (if Qle_bool 2%Q (horizon M) then 1 else 0)) && (at_time M (fun n s a => occupancy M (prior M) n s * prior M n s a) (of_rational (3 # 1)%Q) =? (if Qle_bool 3%Q (horizon M) then 1 else 0))) = true.

Definition statement_occupancy_determines_policy_visited := forall (K : ordered_field) (M : model K),
  valid M = true
  -> (visits_every_state M (prior M)) = true
  -> (implies M (visit_and_act_alike M (prior M) (goal_condition M (prior M))) (every (all_choices M) (fun '(n, s, a) => prior M n s a =? goal_condition M (prior M) n s a))) = true.

Definition statement_occupancy_determines_policy_visited_any_two := forall (K : ordered_field) (M : model K),
  valid M = true
  -> (visits_every_state M (prior M)) = true
  -> (implies M (visit_and_act_alike M (prior M) (second_policy M)) (every (all_choices M) (fun '(n, s, a) => prior M n s a =? second_policy M n s a))) = true.

Definition statement_backward_induction_printed := forall (K : ordered_field) (L : Logarithm K) (M : model K),
  valid M = true
  -> (every (all_points M) (fun '(n, s) => (state_values_extended_rewards M (prior M) (reward M) n s <=? optimal_values_extended M (reward M) n s)%E) && (expected_return M (prior M) <=? optimal_return M)%E) = true.

Definition statement_backward_induction_attained := forall (K : ordered_field) (L : Logarithm K) (M : model K),
  valid M = true
  -> ((expected_return M (optimal_policy_extended M (reward M)) =? optimal_return M)%E) = true.

Definition statement_no_positive_advantage_printed := forall (K : ordered_field) (L : Logarithm K) (M : model K),
  valid M = true
  -> (unimprovable M (prior M)) = true
  -> ((expected_return M (prior M) =? optimal_return M)%E) = true.

Definition statement_no_positive_advantage_visits_all := forall (K : ordered_field) (L : Logarithm K) (M : model K),
  valid M = true
  -> (unimprovable_where_visited M (prior M)) = true
  -> (visits_every_state M (prior M)) = true
  -> ((expected_return M (prior M) =? optimal_return M)%E) = true.

Definition statement_policy_improvement_printed := forall (K : ordered_field) (L : Logarithm K) (M : model K),
  valid M = true
  -> (every (all_points M) (fun '(n, s) => (state_values_extended_rewards M (prior M) (reward M) n s <=? state_values_extended_rewards M (greedy M (prior M)) (reward M) n s)%E) && (expected_return M (prior M) <=? expected_return M (greedy M (prior M)))%E) = true.

Definition statement_policy_improvement_any_promising_policy := forall (K : ordered_field) (L : Logarithm K) (M : model K),
  valid M = true
  -> (promises_improvement M (second_policy M) (prior M)) = true
  -> (every (all_points M) (fun '(n, s) => (state_values_extended_rewards M (prior M) (reward M) n s <=? state_values_extended_rewards M (second_policy M) (reward M) n s)%E)) = true.

Definition statement_greedy_for_another_own := forall (K : ordered_field) (L : Logarithm K) (M : model K),
  valid M = true
  -> ((expected_return M (second_policy M) <=? expected_return M (greedy M (second_policy M)))%E) = true.

Definition statement_greedy_for_another_no_worse := forall (K : ordered_field) (L : Logarithm K) (M : model K),
  valid M = true
  -> (better M (uniform M) (prior M)) = true
  -> ((expected_return M (prior M) <=? expected_return M (greedy M (uniform M)))%E) = true.

Definition statement_greedy_for_another_no_worse_any_two := forall (K : ordered_field) (L : Logarithm K) (M : model K),
  valid M = true
  -> (better M (second_policy M) (prior M)) = true
  -> ((expected_return M (prior M) <=? expected_return M (greedy M (second_policy M)))%E) = true.

Definition statement_greedy_for_success_printed := forall (K : ordered_field) (M : model K),
  valid M = true
  -> (success_probability M (prior M) <=? success_probability M (greedy_limit M (prior M))) = true.

Definition statement_gibbs_policy_deterministic := forall (K : ordered_field) (L : Logarithm K) (M : model K),
  valid M = true
  -> (deterministic M) = true
  -> ((regularised_return M (prior M) (prior M) 1%K <=? regularised_return M (goal_condition M (prior M)) (prior M) 1%K)%E) = true.

Definition statement_gibbs_policy_deterministic_any := forall (K : ordered_field) (L : Logarithm K) (M : model K),
  valid M = true
  -> (deterministic M) = true
  -> ((regularised_return M (second_policy M) (prior M) 1%K <=? regularised_return M (goal_condition M (prior M)) (prior M) 1%K)%E) = true.

Definition statement_gibbs_policy_colder := forall (K : ordered_field) (L : Logarithm K) (M : model K),
  valid M = true
  -> (deterministic M) = true
  -> ((regularised_return M (prior M) (prior M) (of_rational (2 # 1)%Q) <=? regularised_return M (temperature M (prior M) 2%Q) (prior M) (of_rational (2 # 1)%Q))%E) = true.

Definition statement_gibbs_policy_colder_any := forall (K : ordered_field) (L : Logarithm K) (M : model K),
  valid M = true
  -> (deterministic M) = true
  -> ((regularised_return M (second_policy M) (prior M) (of_rational (2 # 1)%Q) <=? regularised_return M (temperature M (prior M) 2%Q) (prior M) (of_rational (2 # 1)%Q))%E) = true.

Definition statement_variational_bound_printed := forall (K : ordered_field) (L : Logarithm K) (M : model K),
  valid M = true
  -> ((regularised_return M (second_policy M) (prior M) 1%K <=? log (Finite (success_probability M (prior M))%K))%E) = true.

Definition statement_variational_bound_tight_deterministic := forall (K : ordered_field) (L : Logarithm K) (M : model K),
  valid M = true
  -> (deterministic M) = true
  -> (single_start M) = true
  -> ((regularised_return M (goal_condition M (prior M)) (prior M) 1%K =? log (Finite (success_probability M (prior M))%K))%E) = true.

Definition statement_jensen_printed := forall (K : ordered_field) (L : Logarithm K) (M : model K),
  valid M = true
  -> ((expected_return M (prior M) <=? log (Finite (success_probability M (prior M))%K))%E && every (all_choices M) (fun '(n, s, a) => (action_values_extended_rewards M (prior M) (reward M) n s a <=? log (Finite (soft_q M (prior M) n s a)%K))%E)) = true.

Definition statement_entropic_value_grows_convex := forall (K : ordered_field) (M : model K),
  valid M = true
  -> ((power (moment M (prior M) 1%Q) 2%Q <=? 1 * moment M (prior M) 2%Q) && (power (moment M (prior M) 2%Q) 2%Q <=? moment M (prior M) 1%Q * moment M (prior M) 3%Q) && (power (moment M (prior M) 3%Q) 2%Q <=? moment M (prior M) 2%Q * moment M (prior M) 4%Q)) = true.

Definition statement_colder_is_better_deterministic := forall (K : ordered_field) (L : Logarithm K) (M : model K),
  valid M = true
  -> (deterministic M) = true
  -> ((expected_return M (prior M) <=? expected_return M (temperature M (prior M) 1%Q))%E && (expected_return M (temperature M (prior M) 1%Q) <=? expected_return M (temperature M (prior M) 2%Q))%E) = true.

Definition statement_regression_on_sums_printed := forall (K : ordered_field) (M : model K),
  valid M = true
  -> (every (all_points M) (fun '(n, s) => state_values M (prior M) (weight M) n s <=? state_values M (regression_on_action_values M (prior M)) (weight M) n s)) = true.

Definition statement_importance_weights_mean_one := forall (K : ordered_field) (M : model K),
  valid M = true
  -> (supported_in_where_visited M (second_policy M) (prior M)) = true
  -> (sum (all_trajectories M) (fun '(n, s, a, rest) => law M (prior M) n s a rest * importance_weights M (second_policy M) (prior M) n s a rest) =? 1) = true.

Definition statement_divergence_as_distance_total_variation := forall (K : ordered_field) (M : model K),
  valid M = true
  -> ((total_variation M (prior M) (second_policy M) =? total_variation M (second_policy M) (prior M)) && (total_variation M (prior M) (uniform M) <=? total_variation M (prior M) (second_policy M) + total_variation M (second_policy M) (uniform M))) = true.

Definition statement_compounding_errors_printed := forall (K : ordered_field) (M : model K),
  valid M = true
  -> (total_variation M (prior M) (second_policy M) <=? sum (all_points M) (fun '(n, s) => occupancy M (prior M) n s * row_variation M (prior M) (second_policy M) n s)) = true.

Definition statement_compounding_errors_success := forall (K : ordered_field) (M : model K),
  valid M = true
  -> ((success_probability M (prior M) - success_probability M (second_policy M) <=? total_variation M (prior M) (second_policy M)) && (0 - total_variation M (prior M) (second_policy M) <=? success_probability M (prior M) - success_probability M (second_policy M))) = true.

Definition statement_compounding_errors_one_decision := forall (K : ordered_field) (M : model K),
  valid M = true
  -> (one_decision M) = true
  -> (total_variation M (prior M) (second_policy M) <=? max (all_points M) (fun '(n, s) => row_variation M (prior M) (second_policy M) n s)) = true.

Definition statement_maximum_entropy_equal_numbers := forall (K : ordered_field) (L : Logarithm K) (M : model K),
  valid M = true
  -> (every (all_points M) (fun '(n, s) => action_count M n s <? of_rational (1000000 # 1)%Q)) = true
  -> (equal_action_counts_at_each_time M) = true
  -> ((causal_entropy M (prior M) <=? causal_entropy M (uniform M))%E) = true.

Definition statement_entropy_falls_uniform := forall (K : ordered_field) (L : Logarithm K) (M : model K),
  valid M = true
  -> (every (all_points M) (fun '(n, s) => action_count M n s <? of_rational (1000000 # 1)%Q)) = true
  -> (uniform_prior M) = true
  -> (equal_action_counts_at_each_time M) = true
  -> ((causal_entropy M (goal_condition M (prior M)) <=? causal_entropy M (prior M))%E) = true.
