(* Written by `python -m coherence_exact.formal` from the definitions of the package, not by hand. *)

From Coq Require Import List Bool QArith.
From Coherence Require Export Partial.

Open Scope truths_scope.
Open Scope numbers_scope.

Definition ahead {K} (M : model K) (v : points (entry K)) : choices (entry K) :=
  fun n s a => choose (last n) 1 (sum (succ M n s a) (fun s' => dynamics M n s a s' * next 0 v n s')).

Definition soft_v_of {K} (M : model K) (policy : choices (entry K)) (weights : choices (entry K)) : points (entry K) :=
  back 0 (fun v n s => sum (acts M n s) (fun a => policy n s a * weights n s a * ahead M v n s a)).

Definition soft_q_of {K} (M : model K) (policy : choices (entry K)) (weights : choices (entry K)) : choices (entry K) :=
  fun n s a => weights n s a * ahead M (soft_v_of M policy weights) n s a.

Definition soft_q {K} (M : model K) (policy : choices (entry K)) : choices (entry K) :=
  soft_q_of M policy (weight M).

Definition best {K} (M : model K) (table : choices (entry K)) : points (entry K) :=
  fun n s => max (acts M n s) (fun a => table n s a).

Definition is_best {K} (M : model K) (policy : choices (entry K)) : choices (entry bool) :=
  fun n s a => (soft_q M policy n s a =? best M (soft_q M policy) n s) && (0 <? best M (soft_q M policy) n s).

Definition greedy_limit {K} (M : model K) (policy : choices (entry K)) : choices (entry K) :=
  fun n s a => share (acts M n s) (fun a => choose (is_best M policy n s a) 1 0) (fun a => policy n s a) a.

Definition boltzmann {K} (M : model K) (policy : choices (entry K)) (delta : entry Q) : choices (entry K) :=
  fun n s a => choose (delta =? Defined 0%Q)%counts (greedy_limit M policy n s a) (share (acts M n s) (fun a => power (soft_q M policy n s a) (Defined 1%Q / delta)%counts) (fun a => policy n s a) a).

Definition coherent {K} (M : model K) (policy : choices (entry K)) (steps : entry Q) (delta : entry Q) : choices (entry K) :=
  repeat everywhere_choices steps (fun x => boltzmann M x delta) policy.

Definition law {K} (M : model K) (policy : choices (entry K)) : trajectories (entry K) :=
  fun n s a rest => start M n s * chance M n s a rest * product policy n s a rest.

Definition kl {K} `{Logarithm K} (M : model K) (policy : choices (entry K)) (other : choices (entry K)) : entry (extended K) :=
  extended_sum (all_trajectories M) (fun '(n, s, a, rest) => choose (law M policy n s a rest =? 0) (Finite 0) (choose (law M other n s a rest =? 0) Infinite (Finite (law M policy n s a rest)%numbers * log (Finite (law M policy n s a rest / law M other n s a rest)%numbers))%extended)).

Definition incoherence {K} `{Logarithm K} (M : model K) (policy : choices (entry K)) (delta : entry Q) : entry (extended K) :=
  kl M policy (boltzmann M policy delta).

Definition occupancy {K} (M : model K) (policy : choices (entry K)) : points (entry K) :=
  forth M (fun d n s => start M n s + into M (fun n s a s' => d n s * policy n s a * dynamics M n s a s') n s).

Definition incoherence_limit {K} `{Logarithm K} (M : model K) (policy : choices (entry K)) : entry (extended K) :=
  extended_sum (all_points M) (fun '(n, s) => choose (0 <? best M (soft_q M policy) n s) (Finite (occupancy M policy n s)%numbers * extended_sum (acts M n s) (fun a => choose (policy n s a =? 0)%numbers (Finite 0%numbers) (choose (soft_q M policy n s a <? best M (soft_q M policy) n s)%numbers Infinite (Finite (policy n s a)%numbers * log (Finite (policy n s a * count M (acts M n s) (fun a => soft_q M policy n s a =? best M (soft_q M policy) n s))%numbers)))))%extended (Finite 0)).

Definition is_live {K} (M : model K) (policy : choices (entry K)) : points (entry bool) :=
  fun n s => (0 <? occupancy M policy n s) && (0 <? best M (soft_q M policy) n s).

Definition supports_agree {K} (M : model K) (policy : choices (entry K)) : entry bool :=
  every (all_choices M) (fun '(n, s, a) => negb (is_live M policy n s) || eqb (policy n s a =? 0) (soft_q M policy n s a =? 0)).

Definition policy_ratios {K} `{Logarithm K} (M : model K) (policy : choices (entry K)) : pairs (entry (extended K)) :=
  fun n s a b => keep_where (is_live M policy n s && (0 <? policy n s a) && (0 <? policy n s b)) (log (Finite (policy n s a / policy n s b)%numbers)).

Definition value_ratios {K} `{Logarithm K} (M : model K) (policy : choices (entry K)) : pairs (entry (extended K)) :=
  fun n s a b => keep_where (is_live M policy n s && (0 <? policy n s a) && (0 <? policy n s b)) (log (Finite (soft_q M policy n s a / soft_q M policy n s b)%numbers)).

Definition coherent_for_some_delta {K} `{Logarithm K} (M : model K) (policy : choices (entry K)) : entry bool :=
  supports_agree M policy && choose (every (all_pairs M) (fun '(n, s, a, b) => (keep_where (is_live M policy n s && (0 <? policy n s a)%numbers && (0 <? policy n s b)%numbers) (log (Finite (soft_q M policy n s a / soft_q M policy n s b)%numbers)) =? Finite 0%numbers)%extended)) (every (all_pairs M) (fun '(n, s, a, b) => (keep_where (is_live M policy n s && (0 <? policy n s a)%numbers && (0 <? policy n s b)%numbers) (log (Finite (policy n s a / policy n s b)%numbers)) =? Finite 0%numbers)%extended)) ((Finite 0%numbers <? extended_sum (all_pairs M) (fun '(n, s, a, b) => keep_where (is_live M policy n s && (0 <? policy n s a)%numbers && (0 <? policy n s b)%numbers) (log (Finite (policy n s a / policy n s b)%numbers)) * keep_where (is_live M policy n s && (0 <? policy n s a)%numbers && (0 <? policy n s b)%numbers) (log (Finite (soft_q M policy n s a / soft_q M policy n s b)%numbers))))%extended && every (all_pairs M) (fun '(n, s, a, b) => (keep_where (is_live M policy n s && (0 <? policy n s a)%numbers && (0 <? policy n s b)%numbers) (log (Finite (policy n s a / policy n s b)%numbers)) * extended_sum (all_pairs M) (fun '(n, s, a, b) => keep_where (is_live M policy n s && (0 <? policy n s a)%numbers && (0 <? policy n s b)%numbers) (log (Finite (soft_q M policy n s a / soft_q M policy n s b)%numbers)) * keep_where (is_live M policy n s && (0 <? policy n s a)%numbers && (0 <? policy n s b)%numbers) (log (Finite (soft_q M policy n s a / soft_q M policy n s b)%numbers))) =? keep_where (is_live M policy n s && (0 <? policy n s a)%numbers && (0 <? policy n s b)%numbers) (log (Finite (soft_q M policy n s a / soft_q M policy n s b)%numbers)) * extended_sum (all_pairs M) (fun '(n, s, a, b) => keep_where (is_live M policy n s && (0 <? policy n s a)%numbers && (0 <? policy n s b)%numbers) (log (Finite (policy n s a / policy n s b)%numbers)) * keep_where (is_live M policy n s && (0 <? policy n s a)%numbers && (0 <? policy n s b)%numbers) (log (Finite (soft_q M policy n s a / soft_q M policy n s b)%numbers))))%extended)).

Definition coherent_only_at {K} `{Logarithm K} (M : model K) (policy : choices (entry K)) (delta : entry K) : entry bool :=
  supports_agree M policy && every (all_pairs M) (fun '(n, s, a, b) => (keep_where (is_live M policy n s && (0 <? policy n s a)%numbers && (0 <? policy n s b)%numbers) (log (Finite (policy n s a / policy n s b)%numbers)) * Finite (delta)%numbers =? keep_where (is_live M policy n s && (0 <? policy n s a)%numbers && (0 <? policy n s b)%numbers) (log (Finite (soft_q M policy n s a / soft_q M policy n s b)%numbers)))%extended) && some (all_pairs M) (fun '(n, s, a, b) => negb (keep_where (is_live M policy n s && (0 <? policy n s a)%numbers && (0 <? policy n s b)%numbers) (log (Finite (soft_q M policy n s a / soft_q M policy n s b)%numbers)) =? Finite 0%numbers)%extended).

Definition ties {K} (M : model K) (policy : choices (entry K)) : points (entry K) :=
  fun n s => count M (acts M n s) (fun a => soft_q M policy n s a =? best M (soft_q M policy) n s).

Definition unique_maxima_everywhere {K} (M : model K) (policy : choices (entry K)) : entry bool :=
  every (all_points M) (fun '(n, s) => ties M policy n s =? 1).

Definition unique_maxima_where_visited {K} (M : model K) (policy : choices (entry K)) : entry bool :=
  every (all_points M) (fun '(n, s) => (occupancy M policy n s =? 0) || (ties M policy n s =? 1)).

Definition uniform {K} (M : model K) : choices (entry K) :=
  fun n s a => share (acts M n s) (fun a => 1) (fun a => prior M n s a) a.

Definition condition {K} (M : model K) (policy : choices (entry K)) (weights : choices (entry K)) : choices (entry K) :=
  fun n s a => share (acts M n s) (fun a => policy n s a * soft_q_of M policy weights n s a) (fun a => policy n s a) a.

Definition posterior {K} (M : model K) (policy : choices (entry K)) (weights : choices (entry K)) : choices (entry K) :=
  fun n s a => share (acts M n s) (fun a => sum (rests M n s a) (fun rest => chance M n s a rest * product (fun n s a => policy n s a * weights n s a) n s a rest)) (fun a => policy n s a) a.

Definition goal_condition {K} (M : model K) (policy : choices (entry K)) : choices (entry K) :=
  condition M policy (weight M).

Definition retrain {K} (M : model K) (policy : choices (entry K)) (steps : entry Q) : choices (entry K) :=
  repeat everywhere_choices steps (fun x => goal_condition M x) policy.

Definition temperature {K} (M : model K) (policy : choices (entry K)) (alpha : entry Q) : choices (entry K) :=
  condition M policy (fun n s a => power (weight M n s a) alpha).

Definition furthest {K} (M : model K) (values : points (entry K)) : choices (entry K) :=
  fun n s a => choose (last n) 1 (max (succ M n s a) (fun s' => next 0 values n s')).

Definition largest_weight {K} (M : model K) (policy : choices (entry K)) : points (entry K) :=
  back 0 (fun m n s => max (acts M n s) (fun a => keep_where (0 <? policy n s a) (weight M n s a * furthest M m n s a))).

Definition attains_largest_weight {K} (M : model K) (policy : choices (entry K)) : choices (entry bool) :=
  fun n s a => weight M n s a * furthest M (largest_weight M policy) n s a =? largest_weight M policy n s.

Definition attained_ahead {K} (M : model K) (policy : choices (entry K)) (mass : points (entry K)) : choices (entry K) :=
  fun n s a => choose (last n) 1 (sum (succ M n s a) (fun s' => choose (next 0 (largest_weight M policy) n s' =? furthest M (largest_weight M policy) n s a) (dynamics M n s a s' * next 0 mass n s') 0)).

Definition mass_of_largest_weight {K} (M : model K) (policy : choices (entry K)) : points (entry K) :=
  back 0 (fun c n s => sum (acts M n s) (fun a => choose (attains_largest_weight M policy n s a) (policy n s a * attained_ahead M policy c n s a) 0)).

Definition temperature_limit {K} (M : model K) (policy : choices (entry K)) : choices (entry K) :=
  fun n s a => share (acts M n s) (fun a => choose (attains_largest_weight M policy n s a && (0 <? largest_weight M policy n s)) (policy n s a * attained_ahead M policy (mass_of_largest_weight M policy) n s a) 0) (fun a => policy n s a) a.

Definition largest_success {K} (M : model K) (policy : choices (entry K)) : points (entry K) :=
  back 0 (fun v n s => max (acts M n s) (fun a => keep_where (0 <? policy n s a) (weight M n s a * ahead M v n s a))).

Definition survives {K} (M : model K) (policy : choices (entry K)) : choices (entry bool) :=
  fun n s a => (0 <? policy n s a) && (weight M n s a * ahead M (largest_success M policy) n s a =? largest_success M policy n s).

Definition deterministic {K} (M : model K) : entry bool :=
  every (all_choices M) (fun '(n, s, a) => last n || (sum (succ M n s a) (fun s' => 1 : entry K) =? 1)).

Definition retrain_limit {K} (M : model K) (policy : choices (entry K)) : choices (entry K) :=
  fun n s a => choose (deterministic M) (temperature_limit M policy n s a) (choose (every (all_points M) (fun '(n, s) => negb (0 <? largest_success M policy n s) || (count M (acts M n s) (fun a => survives M policy n s a) <=? 1) || every (acts M n s) (fun a => negb (survives M policy n s a) || (soft_q M policy n s a =? largest_success M policy n s)))) (share (acts M n s) (fun a => choose (survives M policy n s a && (0 <? largest_success M policy n s)) (policy n s a) 0) (fun a => policy n s a) a) (share (acts M n s) (fun a => choose (0 <? largest_success M policy n s) (policy n s a / 0) (policy n s a)) (fun a => policy n s a) a)).

Definition retrain_with_prior_folded {K} (M : model K) (policy : choices (entry K)) (steps : entry Q) : choices (entry K) :=
  repeat everywhere_choices steps (fun trained => condition M trained (fun n s a => weight M n s a * policy n s a)) (uniform M).

Definition row_kl {K} `{Logarithm K} (M : model K) (policy : choices (entry K)) (other : choices (entry K)) : points (entry (extended K)) :=
  fun n s => extended_sum (acts M n s) (fun a => choose (policy n s a =? 0) (Finite 0) (choose (other n s a =? 0) Infinite (Finite (policy n s a)%numbers * log (Finite (policy n s a / other n s a)%numbers))%extended)).

Definition occupancy_kl {K} `{Logarithm K} (M : model K) (policy : choices (entry K)) (other : choices (entry K)) : entry (extended K) :=
  extended_sum (all_points M) (fun '(n, s) => (Finite (occupancy M policy n s)%numbers * row_kl M policy other n s)%extended).

Definition total_variation {K} (M : model K) (policy : choices (entry K)) (other : choices (entry K)) : entry K :=
  sum (all_trajectories M) (fun '(n, s, a, rest) => choose (0 <? law M policy n s a rest - law M other n s a rest) (law M policy n s a rest - law M other n s a rest) 0).

Definition supported_in_everywhere {K} (M : model K) (policy : choices (entry K)) (other : choices (entry K)) : entry bool :=
  every (all_choices M) (fun '(n, s, a) => (policy n s a =? 0) || (0 <? other n s a)).

Definition supported_in_where_visited {K} (M : model K) (policy : choices (entry K)) (other : choices (entry K)) : entry bool :=
  every (all_choices M) (fun '(n, s, a) => (occupancy M policy n s * policy n s a =? 0) || (0 <? other n s a)).

Definition ratio {K} (M : model K) (policy : choices (entry K)) (prior_ : choices (entry K)) : choices (entry K) :=
  fun n s a => choose (prior_ n s a =? 0) 0 (policy n s a / prior_ n s a).

Definition weights_f {K} (M : model K) (policy : choices (entry K)) (steps : entry Q) : choices (entry K) :=
  repeat everywhere_choices steps (fun w => fun n s a => weight M n s a * condition M policy w n s a) (weight M).

Definition weights_f_ratio {K} (M : model K) (policy : choices (entry K)) (steps : entry Q) : choices (entry K) :=
  repeat everywhere_choices steps (fun w => fun n s a => weight M n s a * ratio M (condition M policy w) policy n s a) (weight M).

Definition weights_h {K} (M : model K) (policy : choices (entry K)) (steps : entry Q) : choices (entry K) :=
  repeat everywhere_choices steps (fun w => fun n s a => w n s a * condition M policy w n s a) (weight M).

Definition weights_h_ratio {K} (M : model K) (policy : choices (entry K)) (steps : entry Q) : choices (entry K) :=
  repeat everywhere_choices steps (fun w => fun n s a => w n s a * ratio M (condition M policy w) policy n s a) (weight M).

Definition fold_f {K} (M : model K) (policy : choices (entry K)) (steps : entry Q) : choices (entry K) :=
  fun n s a => choose (steps =? Defined 0%Q)%counts (policy n s a) (condition M policy (weights_f M policy (steps - Defined 1%Q)%counts) n s a).

Definition fold_f_ratio {K} (M : model K) (policy : choices (entry K)) (steps : entry Q) : choices (entry K) :=
  fun n s a => choose (steps =? Defined 0%Q)%counts (policy n s a) (condition M policy (weights_f_ratio M policy (steps - Defined 1%Q)%counts) n s a).

Definition fold_h {K} (M : model K) (policy : choices (entry K)) (steps : entry Q) : choices (entry K) :=
  fun n s a => choose (steps =? Defined 0%Q)%counts (policy n s a) (condition M policy (weights_h M policy (steps - Defined 1%Q)%counts) n s a).

Definition fold_h_ratio {K} (M : model K) (policy : choices (entry K)) (steps : entry Q) : choices (entry K) :=
  fun n s a => choose (steps =? Defined 0%Q)%counts (policy n s a) (condition M policy (weights_h_ratio M policy (steps - Defined 1%Q)%counts) n s a).

Definition finite_rewards {K} (M : model K) : entry bool :=
  every (all_choices M) (fun '(n, s, a) => 0 <? weight M n s a).

Definition single_start {K} (M : model K) : entry bool :=
  count M (all_points M) (fun '(n, s) => 0 <? start M n s) =? 1.

Definition action_count {K} (M : model K) : points (entry K) :=
  fun n s => sum (acts M n s) (fun a => 1 : entry K).

Definition equal_action_counts {K} (M : model K) : entry bool :=
  max (all_points M) (fun '(n, s) => action_count M n s) =? min (all_points M) (fun '(n, s) => action_count M n s).

Definition equal_action_counts_at_each_time {K} (M : model K) : entry bool :=
  max (all_points M) (fun '(n, s) => keep_where (0 <? start M n s) (back 0 (fun v n s => action_count M n s + of_rational (Defined (1000000 # 1)%Q) * choose (last n) 0 (max (acts M n s) (fun a => max (succ M n s a) (fun s' => next 0 v n s')))) n s)) =? min (all_points M) (fun '(n, s) => keep_where (0 <? start M n s) (back 0 (fun v n s => action_count M n s + of_rational (Defined (1000000 # 1)%Q) * choose (last n) 0 (min (acts M n s) (fun a => min (succ M n s a) (fun s' => next 0 v n s')))) n s)).

Definition several_actions {K} (M : model K) : entry bool :=
  every (all_points M) (fun '(n, s) => of_rational (Defined (2 # 1)%Q) <=? action_count M n s).

Definition terminal_rewards {K} (M : model K) : entry bool :=
  every (all_choices M) (fun '(n, s, a) => last n || (weight M n s a =? 1)).

Definition horizon_at_least {K} (M : model K) (decisions : entry K) : entry bool :=
  decisions <=? of_rational (horizon M)%counts.

Definition action_sequences {K} (M : model K) : entry K :=
  choose (equal_action_counts M) (power (max (all_points M) (fun '(n, s) => action_count M n s)) (horizon M)) (max (all_points M) (fun '(n, s) => action_count M n s) / 0).

Definition one_decision {K} (M : model K) : entry bool :=
  (horizon M =? Defined 1%Q)%counts.

Definition full_support {K} (M : model K) : entry bool :=
  every (all_choices M) (fun '(n, s, a) => 0 <? prior M n s a).

Definition uniform_prior {K} (M : model K) : entry bool :=
  every (all_choices M) (fun '(n, s, a) => prior M n s a =? share (acts M n s) (fun a => 1) (fun a => prior M n s a) a).

Definition proportional {K} (M : model K) (table : choices (entry K)) (other : choices (entry K)) : entry bool :=
  every (all_choices M) (fun '(n, s, a) => table n s a * sum (acts M n s) (fun a => other n s a) =? other n s a * sum (acts M n s) (fun a => table n s a)).

Definition proportional_along {K} (M : model K) (along_ : trajectories (entry K)) (other : trajectories (entry K)) : entry bool :=
  every (all_trajectories M) (fun '(n, s, a, rest) => along_ n s a rest * sum (trajectories_at M n s) (fun '(a, rest) => other n s a rest) =? other n s a rest * sum (trajectories_at M n s) (fun '(a, rest) => along_ n s a rest)).

Definition deterministic_policy {K} (M : model K) (policy : choices (entry K)) : entry bool :=
  every (all_choices M) (fun '(n, s, a) => (policy n s a =? 0) || (policy n s a =? 1)).

Definition soft_v {K} (M : model K) (policy : choices (entry K)) : points (entry K) :=
  soft_v_of M policy (weight M).

Definition success_everywhere {K} (M : model K) (policy : choices (entry K)) : entry bool :=
  every (all_points M) (fun '(n, s) => 0 <? soft_v M policy n s).

Definition some_success {K} (M : model K) (policy : choices (entry K)) : entry bool :=
  every (all_points M) (fun '(n, s) => 0 <? best M (soft_q M policy) n s).

Definition q_constant_on_support {K} (M : model K) (policy : choices (entry K)) : entry bool :=
  every (all_pairs M) (fun '(n, s, a, b) => (policy n s a =? 0) || (policy n s b =? 0) || (soft_q M policy n s a =? soft_q M policy n s b)).

Definition proportional_to_q {K} (M : model K) (policy : choices (entry K)) : entry bool :=
  proportional M policy (soft_q M policy).

Definition proportional_to_weights {K} (M : model K) (policy : choices (entry K)) (power_ : entry Q) : entry bool :=
  proportional M (fun n s a => choose (0 <? weight M n s a) (policy n s a) 0) (fun n s a => choose (0 <? weight M n s a) (power (weight M n s a) power_) 0).

Definition finite {K} (M : model K) (value : entry K) : entry bool :=
  (Finite (value)%numbers <? Infinite)%extended && (Finite 0%numbers - Infinite <? Finite (value)%numbers)%extended.

Definition implies {K} (M : model K) (premise : entry bool) (conclusion : entry bool) : entry bool :=
  negb premise || conclusion.

Definition iff {K} (M : model K) (one_ : entry bool) (other : entry bool) : entry bool :=
  eqb one_ other.

Definition at_last_time {K} (M : model K) (table : choices (entry K)) : choices (entry K) :=
  fun n s a => keep_where (last n) (table n s a).

Definition optimal_success {K} (M : model K) : entry K :=
  sum (all_points M) (fun '(n, s) => start M n s * back 0 (fun v n s => best M (fun n s a => weight M n s a * ahead M v n s a) n s) n s).

Definition mean_ahead {K} (M : model K) (value : points (entry K)) : choices (entry K) :=
  fun n s a => choose (last n) 0 (sum (succ M n s a) (fun s' => dynamics M n s a s' * next 0 value n s')).

Definition best_extended {K} (M : model K) (table : choices (entry (extended K))) : points (entry (extended K)) :=
  fun n s => extended_max (acts M n s) (fun a => table n s a).

Definition mean_ahead_extended {K} (M : model K) (value : points (entry (extended K))) : choices (entry (extended K)) :=
  fun n s a => choose (last n) (Finite 0) (extended_sum (succ M n s a) (fun s' => (Finite (dynamics M n s a s')%numbers * next (Finite 0%numbers) value n s')%extended)).

Definition optimal_return {K} `{Logarithm K} (M : model K) : entry (extended K) :=
  extended_sum (all_points M) (fun '(n, s) => (Finite (start M n s)%numbers * back (Finite 0%numbers) (fun value n s => best_extended M (fun n s a => log (Finite (weight M n s a)%numbers) + mean_ahead_extended M value n s a) n s) n s)%extended).

Definition lookahead_q {K} (M : model K) (policy : choices (entry K)) (steps : entry Q) : choices (entry K) :=
  repeat everywhere_choices (steps - Defined 1%Q)%counts (fun q => fun n s a => weight M n s a * ahead M (best M q) n s a) (soft_q M policy).

Definition lookahead_policy {K} (M : model K) (policy : choices (entry K)) (steps : entry Q) : choices (entry K) :=
  fun n s a => share (acts M n s) (fun a => choose ((lookahead_q M policy steps n s a =? best M (lookahead_q M policy steps) n s) && (0 <? best M (lookahead_q M policy steps) n s)) 1 0) (fun a => policy n s a) a.

Definition visits_every_state {K} (M : model K) (policy : choices (entry K)) : entry bool :=
  every (all_points M) (fun '(n, s) => 0 <? occupancy M policy n s).

Definition success_probability {K} (M : model K) (policy : choices (entry K)) : entry K :=
  sum (all_points M) (fun '(n, s) => start M n s * soft_v M policy n s).

Definition success_by_trajectories {K} (M : model K) (policy : choices (entry K)) : entry K :=
  sum (all_trajectories M) (fun '(n, s, a, rest) => law M policy n s a rest * product (weight M) n s a rest).

Definition expected_return {K} `{Logarithm K} (M : model K) (policy : choices (entry K)) : entry (extended K) :=
  extended_sum (all_choices M) (fun '(n, s, a) => (Finite (occupancy M policy n s * policy n s a)%numbers * log (Finite (weight M n s a)%numbers))%extended).

Definition return_by_trajectories {K} `{Logarithm K} (M : model K) (policy : choices (entry K)) : entry (extended K) :=
  extended_sum (all_trajectories M) (fun '(n, s, a, rest) => (Finite (law M policy n s a rest)%numbers * along extended_plus (fun n s a => log (Finite (weight M n s a)%numbers)) n s a rest)%extended).

Definition return_to_go {K} `{Logarithm K} (M : model K) (policy : choices (entry K)) : points (entry (extended K)) :=
  back (Finite 0) (fun value n s => extended_sum (acts M n s) (fun a => (Finite (policy n s a)%numbers * (log (Finite (weight M n s a)%numbers) + mean_ahead_extended M value n s a))%extended)).

Definition discounted_return {K} `{Logarithm K} (M : model K) (policy : choices (entry K)) (gamma : entry K) : entry (extended K) :=
  extended_sum (all_choices M) (fun '(n, s, a) => (Finite (power gamma (time M n s - Defined 1%Q)%counts * occupancy M policy n s * policy n s a)%numbers * log (Finite (weight M n s a)%numbers))%extended).

Definition row_entropy {K} `{Logarithm K} (M : model K) (policy : choices (entry K)) : points (entry (extended K)) :=
  fun n s => extended_sum (acts M n s) (fun a => choose (policy n s a =? 0) (Finite 0) (Finite (0 - policy n s a)%numbers * log (Finite (policy n s a)%numbers))%extended).

Definition causal_entropy {K} `{Logarithm K} (M : model K) (policy : choices (entry K)) : entry (extended K) :=
  extended_sum (all_points M) (fun '(n, s) => (Finite (occupancy M policy n s)%numbers * row_entropy M policy n s)%extended).

Definition law_given_start {K} (M : model K) (policy : choices (entry K)) : trajectories (entry K) :=
  fun n s a rest => choose (0 <? start M n s) (chance M n s a rest * product policy n s a rest) 0.

Definition law_given_success {K} (M : model K) (policy : choices (entry K)) : trajectories (entry K) :=
  fun n s a rest => law M policy n s a rest * product (weight M) n s a rest / sum (all_trajectories M) (fun '(n, s, a, rest) => law M policy n s a rest * product (weight M) n s a rest).

Definition law_given_start_and_success {K} (M : model K) (policy : choices (entry K)) : trajectories (entry K) :=
  fun n s a rest => choose (0 <? start M n s) (law_given_start M policy n s a rest * product (weight M) n s a rest / sum (trajectories_at M n s) (fun '(a, rest) => law_given_start M policy n s a rest * product (weight M) n s a rest)) 0.

Definition rejection {K} (M : model K) (policy : choices (entry K)) (successes : entry Q) : trajectories (entry K) :=
  fun n s a rest => law M policy n s a rest * power (product (weight M) n s a rest) successes / sum (all_trajectories M) (fun '(n, s, a, rest) => law M policy n s a rest * power (product (weight M) n s a rest) successes).

Definition success_given_state {K} (M : model K) (policy : choices (entry K)) : points (entry K) :=
  fun n s => sum (trajectories_at M n s) (fun '(a, rest) => chance M n s a rest * product (fun n s a => policy n s a * weight M n s a) n s a rest).

Definition success_given_action {K} (M : model K) (policy : choices (entry K)) : choices (entry K) :=
  fun n s a => sum (rests M n s a) (fun rest => chance M n s a rest * tail policy n s a rest * product (weight M) n s a rest).

Definition penalised_return {K} `{Logarithm K} (M : model K) (policy : choices (entry K)) (alpha : entry K) : entry (extended K) :=
  (expected_return M policy - occupancy_kl M policy (prior M) / Finite (alpha)%numbers)%extended.

Definition log_partition {K} `{Logarithm K} (M : model K) (policy : choices (entry K)) (alpha : entry Q) : entry (extended K) :=
  extended_sum (all_points M) (fun '(n, s) => (Finite (start M n s)%numbers * log (Finite (soft_v_of M policy (fun n s a => power (weight M n s a) alpha) n s)%numbers))%extended).

Definition return_of_extended_rewards {K} (M : model K) (policy : choices (entry K)) (rewards : choices (entry (extended K))) : entry (extended K) :=
  extended_sum (all_points M) (fun '(n, s) => (Finite (start M n s)%numbers * back (Finite 0%numbers) (fun value n s => extended_sum (acts M n s) (fun a => Finite (policy n s a)%numbers * (rewards n s a + mean_ahead_extended M value n s a))) n s)%extended).

Definition last_reward_trajectories {K} (M : model K) (policy : choices (entry K)) : trajectories (entry K) :=
  fun n s a rest => choose (0 <? start M n s) (law_given_start M policy n s a rest * end_of (weight M) n s a rest / soft_v M policy n s) 0.

Definition expected_success {K} (M : model K) (policy : choices (entry K)) : choices (entry K) :=
  fun n s a => sum (succ M n s a) (fun s' => dynamics M n s a s' * next 0 (soft_v M policy) n s').

Definition conditioned_dynamics {K} (M : model K) (policy : choices (entry K)) : transitions (entry K) :=
  fun n s a s' => dynamics M n s a s' * next 0 (soft_v M policy) n s' / sum (succ M n s a) (fun s' => dynamics M n s a s' * next 0 (soft_v M policy) n s').

Definition conditioned_success {K} (M : model K) (policy : choices (entry K)) : choices (entry K) :=
  fun n s a => sum (succ M n s a) (fun s' => conditioned_dynamics M policy n s a s' * next 0 (soft_v M policy) n s').

Definition coherent_policy {K} `{Logarithm K} (M : model K) (policy : choices (entry K)) (delta : entry Q) : entry bool :=
  (incoherence M policy delta =? Finite 0%numbers)%extended.

Definition finite_extended {K} (M : model K) (value : entry (extended K)) : entry bool :=
  (value <? Infinite)%extended && (Finite 0%numbers - Infinite <? value)%extended.

Definition one_start_or_finite_largest_return {K} `{Logarithm K} (M : model K) : entry bool :=
  single_start M || finite_extended M (optimal_return M).

Definition return_optimal {K} `{Logarithm K} (M : model K) (policy : choices (entry K)) : entry bool :=
  (expected_return M policy =? optimal_return M)%extended.

Definition success_optimal {K} (M : model K) (policy : choices (entry K)) : entry bool :=
  success_probability M policy =? optimal_success M.

Definition finite_return {K} `{Logarithm K} (M : model K) (policy : choices (entry K)) : entry bool :=
  finite_extended M (expected_return M policy).

Definition folded_q {K} (M : model K) (policy : choices (entry K)) (steps : entry Q) : choices (entry K) :=
  soft_q_of M policy (weights_f M policy steps).

Definition sequences_from {K} (M : model K) : points (entry K) :=
  fun n s => power (action_count M n s) (horizon M - time M n s + Defined 1%Q)%counts.

Definition folded_v {K} (M : model K) (policy : choices (entry K)) (steps : entry Q) : points (entry K) :=
  soft_v_of M policy (weights_f M policy steps).

Definition normalised_weights {K} (M : model K) : choices (entry K) :=
  fun n s a => weight M n s a / sum (acts M n s) (fun a => weight M n s a).

Definition at_time {K} (M : model K) (table : choices (entry K)) (when : entry K) : entry K :=
  sum (all_choices M) (fun '(n, s, a) => choose (of_rational (time M n s)%counts =? when) (table n s a) 0).

Definition visit_and_act_alike {K} (M : model K) (policy : choices (entry K)) (other : choices (entry K)) : entry bool :=
  every (all_choices M) (fun '(n, s, a) => occupancy M policy n s * policy n s a =? occupancy M other n s * other n s a).

Definition reward {K} `{Logarithm K} (M : model K) : choices (entry (extended K)) :=
  fun n s a => log (Finite (weight M n s a)%numbers).

Definition mean_next {K} (M : model K) (value : points (entry K)) : choices (entry K) :=
  fun n s a => choose (last n) 0 (sum (succ M n s a) (fun s' => dynamics M n s a s' * next 0 value n s')).

Definition mean_next_extended {K} (M : model K) (value : points (entry (extended K))) : choices (entry (extended K)) :=
  fun n s a => choose (last n) (Finite 0) (extended_sum (succ M n s a) (fun s' => (Finite (dynamics M n s a s')%numbers * next (Finite 0%numbers) value n s')%extended)).

Definition state_values_extended_rewards {K} (M : model K) (policy : choices (entry K)) (rewards : choices (entry (extended K))) : points (entry (extended K)) :=
  back (Finite 0) (fun value n s => extended_sum (acts M n s) (fun a => (Finite (policy n s a)%numbers * (rewards n s a + mean_next_extended M value n s a))%extended)).

Definition optimal_values_extended {K} (M : model K) (rewards : choices (entry (extended K))) : points (entry (extended K)) :=
  back (Finite 0) (fun value n s => best_extended M (fun n s a => (rewards n s a + mean_next_extended M value n s a)%extended) n s).

Definition maximiser_extended {K} (M : model K) (table : choices (entry (extended K))) : choices (entry K) :=
  fun n s a => share (acts M n s) (fun a => choose (table n s a =? best_extended M table n s)%extended 1 0) (fun a => prior M n s a) a.

Definition optimal_policy_extended {K} (M : model K) (rewards : choices (entry (extended K))) : choices (entry K) :=
  maximiser_extended M (fun n s a => (rewards n s a + mean_next_extended M (optimal_values_extended M rewards) n s a)%extended).

Definition action_values_extended_rewards {K} (M : model K) (policy : choices (entry K)) (rewards : choices (entry (extended K))) : choices (entry (extended K)) :=
  fun n s a => (rewards n s a + mean_next_extended M (state_values_extended_rewards M policy rewards) n s a)%extended.

Definition unimprovable {K} `{Logarithm K} (M : model K) (policy : choices (entry K)) : entry bool :=
  every (all_points M) (fun '(n, s) => (best_extended M (action_values_extended_rewards M policy (reward M)) n s <=? state_values_extended_rewards M policy (reward M) n s)%extended).

Definition unimprovable_where_visited {K} `{Logarithm K} (M : model K) (policy : choices (entry K)) : entry bool :=
  every (all_points M) (fun '(n, s) => (occupancy M policy n s =? 0) || (best_extended M (action_values_extended_rewards M policy (reward M)) n s <=? state_values_extended_rewards M policy (reward M) n s)%extended).

Definition greedy {K} `{Logarithm K} (M : model K) (policy : choices (entry K)) : choices (entry K) :=
  maximiser_extended M (action_values_extended_rewards M policy (reward M)).

Definition promises_improvement {K} `{Logarithm K} (M : model K) (policy : choices (entry K)) (other : choices (entry K)) : entry bool :=
  every (all_points M) (fun '(n, s) => (state_values_extended_rewards M other (reward M) n s <=? extended_sum (acts M n s) (fun a => Finite (policy n s a)%numbers * action_values_extended_rewards M other (reward M) n s a))%extended).

Definition better {K} `{Logarithm K} (M : model K) (policy : choices (entry K)) (other : choices (entry K)) : entry bool :=
  (expected_return M other <=? expected_return M policy)%extended.

Definition regularised_return {K} `{Logarithm K} (M : model K) (policy : choices (entry K)) (reference : choices (entry K)) (alpha : entry K) : entry (extended K) :=
  (Finite (alpha)%numbers * expected_return M policy - occupancy_kl M policy reference)%extended.

Definition moment {K} (M : model K) (policy : choices (entry K)) (alpha : entry Q) : entry K :=
  sum (all_points M) (fun '(n, s) => start M n s * soft_v_of M policy (fun n s a => power (weight M n s a) alpha) n s).

Definition state_values {K} (M : model K) (policy : choices (entry K)) (rewards : choices (entry K)) : points (entry K) :=
  back 0 (fun value n s => sum (acts M n s) (fun a => policy n s a * (rewards n s a + mean_next M value n s a))).

Definition action_values {K} (M : model K) (policy : choices (entry K)) (rewards : choices (entry K)) : choices (entry K) :=
  fun n s a => rewards n s a + mean_next M (state_values M policy rewards) n s a.

Definition regression_on_action_values {K} (M : model K) (policy : choices (entry K)) : choices (entry K) :=
  fun n s a => share (acts M n s) (fun a => policy n s a * action_values M policy (weight M) n s a) (fun a => policy n s a) a.

Definition importance_weights {K} (M : model K) (target : choices (entry K)) (behaviour : choices (entry K)) : trajectories (entry K) :=
  fun n s a rest => product (fun n s a => choose (behaviour n s a =? 0) 0 (target n s a / behaviour n s a)) n s a rest.

Definition row_variation {K} (M : model K) (policy : choices (entry K)) (other : choices (entry K)) : points (entry K) :=
  fun n s => sum (acts M n s) (fun a => choose (0 <? policy n s a - other n s a) (policy n s a - other n s a) 0).
