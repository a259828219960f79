(* Written by `python -m coherence_exact.formal` from the definitions of the package, not by hand. *)

From Coq Require Import List Bool QArith.
From Coherence Require Export Core.

Open Scope bool_scope.
Open Scope K_scope.

Definition ahead {K} (M : model K) (v : points K) : choices K :=
  fun n s a => if last n then 1 else sum (succ M n s a) (fun s' => dynamics M n s a s' * next 0 v n s').

Definition soft_v_of {K} (M : model K) (policy : choices K) (weights : choices K) : points K :=
  back 0 (fun v n s => sum (acts M n s) (fun a => policy n s a * weights n s a * ahead M v n s a)).

Definition soft_q_of {K} (M : model K) (policy : choices K) (weights : choices K) : choices K :=
  fun n s a => weights n s a * ahead M (soft_v_of M policy weights) n s a.

Definition soft_q {K} (M : model K) (policy : choices K) : choices K :=
  soft_q_of M policy (weight M).

Definition best {K} (M : model K) (table : choices K) : points K :=
  fun n s => max (acts M n s) (fun a => table n s a).

Definition is_best {K} (M : model K) (policy : choices K) : choices bool :=
  fun n s a => (soft_q M policy n s a =? best M (soft_q M policy) n s) && (0 <? best M (soft_q M policy) n s).

Definition greedy_limit {K} (M : model K) (policy : choices K) : choices K :=
  fun n s a => share (acts M n s) (fun a => if is_best M policy n s a then 1 else 0) (fun a => policy n s a) a.

Definition boltzmann {K} (M : model K) (policy : choices K) (delta : Q) : choices K :=
  fun n s a => if Qeq_bool delta 0%Q then greedy_limit M policy n s a else share (acts M n s) (fun a => power (soft_q M policy n s a) (1 / delta)%Q) (fun a => policy n s a) a.

Definition coherent {K} (M : model K) (policy : choices K) (steps : Q) (delta : Q) : choices K :=
  repeat (natural steps) (fun x => boltzmann M x delta) policy.

Definition law {K} (M : model K) (policy : choices K) : trajectories K :=
  fun n s a rest => start M n s * chance M n s a rest * product policy n s a rest.

Definition kl {K} `{Logarithm K} (M : model K) (policy : choices K) (other : choices K) : extended K :=
  extended_sum (all_trajectories M) (fun '(n, s, a, rest) => if law M policy n s a rest =? 0 then Finite 0 else if law M other n s a rest =? 0 then Infinite else (Finite (law M policy n s a rest)%K * log (Finite (law M policy n s a rest / law M other n s a rest)%K))%E).

Definition incoherence {K} `{Logarithm K} (M : model K) (policy : choices K) (delta : Q) : extended K :=
  kl M policy (boltzmann M policy delta).

Definition occupancy {K} (M : model K) (policy : choices K) : points K :=
  forth M (fun d n s => start M n s + into M (fun n s a s' => d n s * policy n s a * dynamics M n s a s') n s).

Definition incoherence_limit {K} `{Logarithm K} (M : model K) (policy : choices K) : extended K :=
  extended_sum (all_points M) (fun '(n, s) => if 0 <? best M (soft_q M policy) n s then (Finite (occupancy M policy n s)%K * extended_sum (acts M n s) (fun a => if (policy n s a =? 0)%K then Finite 0%K else if (soft_q M policy n s a <? best M (soft_q M policy) n s)%K then Infinite else Finite (policy n s a)%K * log (Finite (policy n s a * count M (acts M n s) (fun a => soft_q M policy n s a =? best M (soft_q M policy) n s))%K)))%E else Finite 0).

Definition is_live {K} (M : model K) (policy : choices K) : points bool :=
  fun n s => (0 <? occupancy M policy n s) && (0 <? best M (soft_q M policy) n s).

Definition supports_agree {K} (M : model K) (policy : choices K) : bool :=
  every (all_choices M) (fun '(n, s, a) => negb (is_live M policy n s) || eqb (policy n s a =? 0) (soft_q M policy n s a =? 0)).

Definition coherent_for_some_delta {K} `{Logarithm K} (M : model K) (policy : choices K) : bool :=
  supports_agree M policy && (if every (filter (fun '(n, s, a, b) => is_live M policy n s && (0 <? policy n s a) && (0 <? policy n s b)) (all_pairs M)) (fun '(n, s, a, b) => (log (Finite (soft_q M policy n s a / soft_q M policy n s b)%K) =? Finite 0%K)%E) then every (filter (fun '(n, s, a, b) => is_live M policy n s && (0 <? policy n s a) && (0 <? policy n s b)) (all_pairs M)) (fun '(n, s, a, b) => (log (Finite (policy n s a / policy n s b)%K) =? Finite 0%K)%E) else (Finite 0%K <? extended_sum (filter (fun '(n, s, a, b) => is_live M policy n s && (0 <? policy n s a)%K && (0 <? policy n s b)%K) (all_pairs M)) (fun '(n, s, a, b) => log (Finite (policy n s a / policy n s b)%K) * log (Finite (soft_q M policy n s a / soft_q M policy n s b)%K)))%E && every (filter (fun '(n, s, a, b) => is_live M policy n s && (0 <? policy n s a) && (0 <? policy n s b)) (all_pairs M)) (fun '(n, s, a, b) => (log (Finite (policy n s a / policy n s b)%K) * extended_sum (filter (fun '(n, s, a, b) => is_live M policy n s && (0 <? policy n s a)%K && (0 <? policy n s b)%K) (all_pairs M)) (fun '(n, s, a, b) => log (Finite (soft_q M policy n s a / soft_q M policy n s b)%K) * log (Finite (soft_q M policy n s a / soft_q M policy n s b)%K)) =? log (Finite (soft_q M policy n s a / soft_q M policy n s b)%K) * extended_sum (filter (fun '(n, s, a, b) => is_live M policy n s && (0 <? policy n s a)%K && (0 <? policy n s b)%K) (all_pairs M)) (fun '(n, s, a, b) => log (Finite (policy n s a / policy n s b)%K) * log (Finite (soft_q M policy n s a / soft_q M policy n s b)%K)))%E)).

Definition ties {K} (M : model K) (policy : choices K) : points K :=
  fun n s => count M (acts M n s) (fun a => soft_q M policy n s a =? best M (soft_q M policy) n s).

Definition unique_maxima_everywhere {K} (M : model K) (policy : choices K) : bool :=
  every (all_points M) (fun '(n, s) => ties M policy n s =? 1).

Definition unique_maxima_where_visited {K} (M : model K) (policy : choices K) : bool :=
  every (all_points M) (fun '(n, s) => (occupancy M policy n s =? 0) || (ties M policy n s =? 1)).

Definition uniform {K} (M : model K) : choices K :=
  fun n s a => share (acts M n s) (fun a => 1) (fun a => prior M n s a) a.

Definition condition {K} (M : model K) (policy : choices K) (weights : choices K) : choices K :=
  fun n s a => share (acts M n s) (fun a => policy n s a * soft_q_of M policy weights n s a) (fun a => policy n s a) a.

Definition posterior {K} (M : model K) (policy : choices K) (weights : choices K) : choices K :=
  fun n s a => share (acts M n s) (fun a => sum (rests M n s a) (fun rest => chance M n s a rest * product (fun n s a => policy n s a * weights n s a) n s a rest)) (fun a => policy n s a) a.

Definition goal_condition {K} (M : model K) (policy : choices K) : choices K :=
  condition M policy (weight M).

Definition retrain {K} (M : model K) (policy : choices K) (steps : Q) : choices K :=
  repeat (natural steps) (fun x => goal_condition M x) policy.

Definition temperature {K} (M : model K) (policy : choices K) (alpha : Q) : choices K :=
  condition M policy (fun n s a => power (weight M n s a) alpha).

Definition furthest {K} (M : model K) (values : points K) : choices K :=
  fun n s a => if last n then 1 else max (succ M n s a) (fun s' => next 0 values n s').

Definition largest_weight {K} (M : model K) (policy : choices K) : points K :=
  back 0 (fun m n s => max (filter (fun a => 0 <? policy n s a) (acts M n s)) (fun a => weight M n s a * furthest M m n s a)).

Definition attains_largest_weight {K} (M : model K) (policy : choices K) : choices bool :=
  fun n s a => weight M n s a * furthest M (largest_weight M policy) n s a =? largest_weight M policy n s.

Definition attained_ahead {K} (M : model K) (policy : choices K) (mass : points K) : choices K :=
  fun n s a => if last n then 1 else sum (succ M n s a) (fun s' => if next 0 (largest_weight M policy) n s' =? furthest M (largest_weight M policy) n s a then dynamics M n s a s' * next 0 mass n s' else 0).

Definition mass_of_largest_weight {K} (M : model K) (policy : choices K) : points K :=
  back 0 (fun c n s => sum (acts M n s) (fun a => if attains_largest_weight M policy n s a then policy n s a * attained_ahead M policy c n s a else 0)).

Definition temperature_limit {K} (M : model K) (policy : choices K) : choices K :=
  fun n s a => share (acts M n s) (fun a => if attains_largest_weight M policy n s a && (0 <? largest_weight M policy n s) then policy n s a * attained_ahead M policy (mass_of_largest_weight M policy) n s a else 0) (fun a => policy n s a) a.

Definition largest_success {K} (M : model K) (policy : choices K) : points K :=
  back 0 (fun v n s => max (filter (fun a => 0 <? policy n s a) (acts M n s)) (fun a => weight M n s a * ahead M v n s a)).

Definition survives {K} (M : model K) (policy : choices K) : choices bool :=
  fun n s a => (0 <? policy n s a) && (weight M n s a * ahead M (largest_success M policy) n s a =? largest_success M policy n s).

Definition deterministic {K} (M : model K) : bool :=
  every (all_choices M) (fun '(n, s, a) => last n || (sum (succ M n s a) (fun s' => 1 : K) =? 1)).

Definition retrain_limit {K} (M : model K) (policy : choices K) : choices K :=
  fun n s a => if deterministic M then temperature_limit M policy n s a else if every (all_points M) (fun '(n, s) => negb (0 <? largest_success M policy n s) || (count M (acts M n s) (fun a => survives M policy n s a) <=? 1) || every (acts M n s) (fun a => negb (survives M policy n s a) || (soft_q M policy n s a =? largest_success M policy n s))) then share (acts M n s) (fun a => if survives M policy n s a && (0 <? largest_success M policy n s) then policy n s a else 0) (fun a => policy n s a) a else share (acts M n s) (fun a => if 0 <? largest_success M policy n s then policy n s a / 0 else policy n s a) (fun a => policy n s a) a.

Definition retrain_with_prior_folded {K} (M : model K) (policy : choices K) (steps : Q) : choices K :=
  repeat (natural steps) (fun trained => condition M trained (fun n s a => weight M n s a * policy n s a)) (uniform M).

Definition row_kl {K} `{Logarithm K} (M : model K) (policy : choices K) (other : choices K) : points (extended K) :=
  fun n s => extended_sum (acts M n s) (fun a => if policy n s a =? 0 then Finite 0 else if other n s a =? 0 then Infinite else (Finite (policy n s a)%K * log (Finite (policy n s a / other n s a)%K))%E).

Definition occupancy_kl {K} `{Logarithm K} (M : model K) (policy : choices K) (other : choices K) : extended K :=
  extended_sum (all_points M) (fun '(n, s) => (Finite (occupancy M policy n s)%K * row_kl M policy other n s)%E).

Definition total_variation {K} (M : model K) (policy : choices K) (other : choices K) : K :=
  sum (all_trajectories M) (fun '(n, s, a, rest) => if 0 <? law M policy n s a rest - law M other n s a rest then law M policy n s a rest - law M other n s a rest else 0).

Definition supported_in_everywhere {K} (M : model K) (policy : choices K) (other : choices K) : bool :=
  every (all_choices M) (fun '(n, s, a) => (policy n s a =? 0) || (0 <? other n s a)).

Definition supported_in_where_visited {K} (M : model K) (policy : choices K) (other : choices K) : bool :=
  every (all_choices M) (fun '(n, s, a) => (occupancy M policy n s * policy n s a =? 0) || (0 <? other n s a)).

Definition ratio {K} (M : model K) (policy : choices K) (prior_ : choices K) : choices K :=
  fun n s a => if prior_ n s a =? 0 then 0 else policy n s a / prior_ n s a.

Definition weights_f {K} (M : model K) (policy : choices K) (steps : Q) : choices K :=
  repeat (natural steps) (fun w => fun n s a => weight M n s a * condition M policy w n s a) (weight M).

Definition weights_f_ratio {K} (M : model K) (policy : choices K) (steps : Q) : choices K :=
  repeat (natural steps) (fun w => fun n s a => weight M n s a * ratio M (condition M policy w) policy n s a) (weight M).

Definition weights_h {K} (M : model K) (policy : choices K) (steps : Q) : choices K :=
  repeat (natural steps) (fun w => fun n s a => w n s a * condition M policy w n s a) (weight M).

Definition weights_h_ratio {K} (M : model K) (policy : choices K) (steps : Q) : choices K :=
  repeat (natural steps) (fun w => fun n s a => w n s a * ratio M (condition M policy w) policy n s a) (weight M).

Definition fold_f {K} (M : model K) (policy : choices K) (steps : Q) : choices K :=
  fun n s a => if Qeq_bool steps 0%Q then policy n s a else condition M policy (weights_f M policy (steps - 1)%Q) n s a.

Definition fold_f_ratio {K} (M : model K) (policy : choices K) (steps : Q) : choices K :=
  fun n s a => if Qeq_bool steps 0%Q then policy n s a else condition M policy (weights_f_ratio M policy (steps - 1)%Q) n s a.

Definition fold_h {K} (M : model K) (policy : choices K) (steps : Q) : choices K :=
  fun n s a => if Qeq_bool steps 0%Q then policy n s a else condition M policy (weights_h M policy (steps - 1)%Q) n s a.

Definition fold_h_ratio {K} (M : model K) (policy : choices K) (steps : Q) : choices K :=
  fun n s a => if Qeq_bool steps 0%Q then policy n s a else condition M policy (weights_h_ratio M policy (steps - 1)%Q) n s a.

Definition finite_rewards {K} (M : model K) : bool :=
  every (all_choices M) (fun '(n, s, a) => 0 <? weight M n s a).

Definition single_start {K} (M : model K) : bool :=
  count M (all_points M) (fun '(n, s) => 0 <? start M n s) =? 1.

Definition action_count {K} (M : model K) : points K :=
  fun n s => sum (acts M n s) (fun a => 1 : K).

Definition equal_action_counts {K} (M : model K) : bool :=
  max (all_points M) (fun '(n, s) => action_count M n s) =? min (all_points M) (fun '(n, s) => action_count M n s).

Definition equal_action_counts_at_each_time {K} (M : model K) : bool :=
  max (filter (fun '(n, s) => 0 <? start M n s) (all_points M)) (fun '(n, s) => back 0 (fun v n s => action_count M n s + of_rational (1000000 # 1)%Q * (if last n then 0 else max (acts M n s) (fun a => max (succ M n s a) (fun s' => next 0 v n s')))) n s) =? min (filter (fun '(n, s) => 0 <? start M n s) (all_points M)) (fun '(n, s) => back 0 (fun v n s => action_count M n s + of_rational (1000000 # 1)%Q * (if last n then 0 else min (acts M n s) (fun a => min (succ M n s a) (fun s' => next 0 v n s')))) n s).

Definition several_actions {K} (M : model K) : bool :=
  every (all_points M) (fun '(n, s) => of_rational (2 # 1)%Q <=? action_count M n s).

Definition terminal_rewards {K} (M : model K) : bool :=
  every (all_choices M) (fun '(n, s, a) => last n || (weight M n s a =? 1)).

Definition horizon_at_least {K} (M : model K) (decisions : K) : bool :=
  decisions <=? of_rational (horizon M)%Q.

Definition action_sequences {K} (M : model K) : K :=
  if equal_action_counts M then power (max (all_points M) (fun '(n, s) => action_count M n s)) (horizon M) else max (all_points M) (fun '(n, s) => action_count M n s) / 0.

Definition one_decision {K} (M : model K) : bool :=
  Qeq_bool (horizon M) 1%Q.

Definition full_support {K} (M : model K) : bool :=
  every (all_choices M) (fun '(n, s, a) => 0 <? prior M n s a).

Definition uniform_prior {K} (M : model K) : bool :=
  every (all_choices M) (fun '(n, s, a) => prior M n s a =? share (acts M n s) (fun a => 1) (fun a => prior M n s a) a).

Definition proportional {K} (M : model K) (table : choices K) (other : choices K) : bool :=
  every (all_choices M) (fun '(n, s, a) => table n s a * sum (acts M n s) (fun a => other n s a) =? other n s a * sum (acts M n s) (fun a => table n s a)).

Definition proportional_along {K} (M : model K) (along_ : trajectories K) (other : trajectories K) : bool :=
  every (all_trajectories M) (fun '(n, s, a, rest) => along_ n s a rest * sum (trajectories_at M n s) (fun '(a, rest) => other n s a rest) =? other n s a rest * sum (trajectories_at M n s) (fun '(a, rest) => along_ n s a rest)).

Definition deterministic_policy {K} (M : model K) (policy : choices K) : bool :=
  every (all_choices M) (fun '(n, s, a) => (policy n s a =? 0) || (policy n s a =? 1)).

Definition soft_v {K} (M : model K) (policy : choices K) : points K :=
  soft_v_of M policy (weight M).

Definition success_everywhere {K} (M : model K) (policy : choices K) : bool :=
  every (all_points M) (fun '(n, s) => 0 <? soft_v M policy n s).

Definition some_success {K} (M : model K) (policy : choices K) : bool :=
  every (all_points M) (fun '(n, s) => 0 <? best M (soft_q M policy) n s).

Definition q_constant_on_support {K} (M : model K) (policy : choices K) : bool :=
  every (all_pairs M) (fun '(n, s, a, b) => (policy n s a =? 0) || (policy n s b =? 0) || (soft_q M policy n s a =? soft_q M policy n s b)).

Definition proportional_to_q {K} (M : model K) (policy : choices K) : bool :=
  proportional M policy (soft_q M policy).

Definition proportional_to_weights {K} (M : model K) (policy : choices K) (power_ : Q) : bool :=
  proportional M (fun n s a => if 0 <? weight M n s a then policy n s a else 0) (fun n s a => if 0 <? weight M n s a then power (weight M n s a) power_ else 0).

Definition finite {K} (M : model K) (value : K) : bool :=
  (Finite (value)%K <? Infinite)%E && (Finite 0%K - Infinite <? Finite (value)%K)%E.

Definition implies {K} (M : model K) (premise : bool) (conclusion : bool) : bool :=
  negb premise || conclusion.

Definition iff {K} (M : model K) (one_ : bool) (other : bool) : bool :=
  eqb one_ other.

Definition optimal_success {K} (M : model K) : K :=
  sum (all_points M) (fun '(n, s) => start M n s * back 0 (fun v n s => best M (fun n s a => weight M n s a * ahead M v n s a) n s) n s).

Definition mean_ahead {K} (M : model K) (value : points K) : choices K :=
  fun n s a => if last n then 0 else sum (succ M n s a) (fun s' => dynamics M n s a s' * next 0 value n s').

Definition best_extended {K} (M : model K) (table : choices (extended K)) : points (extended K) :=
  fun n s => extended_max (acts M n s) (fun a => table n s a).

Definition mean_ahead_extended {K} (M : model K) (value : points (extended K)) : choices (extended K) :=
  fun n s a => if last n then Finite 0 else extended_sum (succ M n s a) (fun s' => (Finite (dynamics M n s a s')%K * next (Finite 0%K) value n s')%E).

Definition optimal_return {K} `{Logarithm K} (M : model K) : extended K :=
  extended_sum (all_points M) (fun '(n, s) => (Finite (start M n s)%K * back (Finite 0%K) (fun value n s => best_extended M (fun n s a => log (Finite (weight M n s a)%K) + mean_ahead_extended M value n s a) n s) n s)%E).

Definition lookahead_q {K} (M : model K) (policy : choices K) (steps : Q) : choices K :=
  repeat (natural (steps - 1)%Q) (fun q => fun n s a => weight M n s a * ahead M (best M q) n s a) (soft_q M policy).

Definition lookahead_policy {K} (M : model K) (policy : choices K) (steps : Q) : choices K :=
  fun n s a => share (acts M n s) (fun a => if (lookahead_q M policy steps n s a =? best M (lookahead_q M policy steps) n s) && (0 <? best M (lookahead_q M policy steps) n s) then 1 else 0) (fun a => policy n s a) a.

Definition visits_every_state {K} (M : model K) (policy : choices K) : bool :=
  every (all_points M) (fun '(n, s) => 0 <? occupancy M policy n s).

Definition success_probability {K} (M : model K) (policy : choices K) : K :=
  sum (all_points M) (fun '(n, s) => start M n s * soft_v M policy n s).

Definition success_by_trajectories {K} (M : model K) (policy : choices K) : K :=
  sum (all_trajectories M) (fun '(n, s, a, rest) => law M policy n s a rest * product (weight M) n s a rest).

Definition expected_return {K} `{Logarithm K} (M : model K) (policy : choices K) : extended K :=
  extended_sum (all_choices M) (fun '(n, s, a) => (Finite (occupancy M policy n s * policy n s a)%K * log (Finite (weight M n s a)%K))%E).

Definition return_by_trajectories {K} `{Logarithm K} (M : model K) (policy : choices K) : extended K :=
  extended_sum (all_trajectories M) (fun '(n, s, a, rest) => (Finite (law M policy n s a rest)%K * along extended_plus (fun n s a => log (Finite (weight M n s a)%K)) n s a rest)%E).

Definition return_to_go {K} `{Logarithm K} (M : model K) (policy : choices K) : points (extended K) :=
  back (Finite 0) (fun value n s => extended_sum (acts M n s) (fun a => (Finite (policy n s a)%K * (log (Finite (weight M n s a)%K) + mean_ahead_extended M value n s a))%E)).

Definition discounted_return {K} `{Logarithm K} (M : model K) (policy : choices K) (gamma : K) : extended K :=
  extended_sum (all_choices M) (fun '(n, s, a) => (Finite (power gamma (time M n s - 1)%Q * occupancy M policy n s * policy n s a)%K * log (Finite (weight M n s a)%K))%E).

Definition row_entropy {K} `{Logarithm K} (M : model K) (policy : choices K) : points (extended K) :=
  fun n s => extended_sum (acts M n s) (fun a => if policy n s a =? 0 then Finite 0 else (Finite (0 - policy n s a)%K * log (Finite (policy n s a)%K))%E).

Definition causal_entropy {K} `{Logarithm K} (M : model K) (policy : choices K) : extended K :=
  extended_sum (all_points M) (fun '(n, s) => (Finite (occupancy M policy n s)%K * row_entropy M policy n s)%E).

Definition law_given_start {K} (M : model K) (policy : choices K) : trajectories K :=
  fun n s a rest => if 0 <? start M n s then chance M n s a rest * product policy n s a rest else 0.

Definition law_given_success {K} (M : model K) (policy : choices K) : trajectories K :=
  fun n s a rest => law M policy n s a rest * product (weight M) n s a rest / sum (all_trajectories M) (fun '(n, s, a, rest) => law M policy n s a rest * product (weight M) n s a rest).

Definition law_given_start_and_success {K} (M : model K) (policy : choices K) : trajectories K :=
  fun n s a rest => if 0 <? start M n s then law_given_start M policy n s a rest * product (weight M) n s a rest / sum (trajectories_at M n s) (fun '(a, rest) => law_given_start M policy n s a rest * product (weight M) n s a rest) else 0.

Definition rejection {K} (M : model K) (policy : choices K) (successes : Q) : trajectories K :=
  fun n s a rest => law M policy n s a rest * power (product (weight M) n s a rest) successes / sum (all_trajectories M) (fun '(n, s, a, rest) => law M policy n s a rest * power (product (weight M) n s a rest) successes).

Definition success_given_state {K} (M : model K) (policy : choices K) : points K :=
  fun n s => sum (trajectories_at M n s) (fun '(a, rest) => chance M n s a rest * product (fun n s a => policy n s a * weight M n s a) n s a rest).

Definition success_given_action {K} (M : model K) (policy : choices K) : choices K :=
  fun n s a => sum (rests M n s a) (fun rest => chance M n s a rest * tail policy n s a rest * product (weight M) n s a rest).

Definition penalised_return {K} `{Logarithm K} (M : model K) (policy : choices K) (alpha : K) : extended K :=
  (expected_return M policy - occupancy_kl M policy (prior M) / Finite (alpha)%K)%E.

Definition log_partition {K} `{Logarithm K} (M : model K) (policy : choices K) (alpha : Q) : extended K :=
  extended_sum (all_points M) (fun '(n, s) => (Finite (start M n s)%K * log (Finite (soft_v_of M policy (fun n s a => power (weight M n s a) alpha) n s)%K))%E).

Definition return_of_extended_rewards {K} (M : model K) (policy : choices K) (rewards : choices (extended K)) : extended K :=
  extended_sum (all_points M) (fun '(n, s) => (Finite (start M n s)%K * back (Finite 0%K) (fun value n s => extended_sum (acts M n s) (fun a => Finite (policy n s a)%K * (rewards n s a + mean_ahead_extended M value n s a))) n s)%E).

Definition last_reward_trajectories {K} (M : model K) (policy : choices K) : trajectories K :=
  fun n s a rest => if 0 <? start M n s then law_given_start M policy n s a rest * end_of (weight M) n s a rest / soft_v M policy n s else 0.

Definition expected_success {K} (M : model K) (policy : choices K) : choices K :=
  fun n s a => sum (succ M n s a) (fun s' => dynamics M n s a s' * next 0 (soft_v M policy) n s').

Definition conditioned_dynamics {K} (M : model K) (policy : choices K) : transitions K :=
  fun n s a s' => dynamics M n s a s' * next 0 (soft_v M policy) n s' / sum (succ M n s a) (fun s' => dynamics M n s a s' * next 0 (soft_v M policy) n s').

Definition conditioned_success {K} (M : model K) (policy : choices K) : choices K :=
  fun n s a => sum (succ M n s a) (fun s' => conditioned_dynamics M policy n s a s' * next 0 (soft_v M policy) n s').

Definition coherent_policy {K} `{Logarithm K} (M : model K) (policy : choices K) (delta : Q) : bool :=
  (incoherence M policy delta =? Finite 0%K)%E.

Definition finite_extended {K} (M : model K) (value : extended K) : bool :=
  (value <? Infinite)%E && (Finite 0%K - Infinite <? value)%E.

Definition one_start_or_finite_largest_return {K} `{Logarithm K} (M : model K) : bool :=
  single_start M || finite_extended M (optimal_return M).

Definition return_optimal {K} `{Logarithm K} (M : model K) (policy : choices K) : bool :=
  (expected_return M policy =? optimal_return M)%E.

Definition success_optimal {K} (M : model K) (policy : choices K) : bool :=
  success_probability M policy =? optimal_success M.

Definition finite_return {K} `{Logarithm K} (M : model K) (policy : choices K) : bool :=
  finite_extended M (expected_return M policy).

Definition folded_q {K} (M : model K) (policy : choices K) (steps : Q) : choices K :=
  soft_q_of M policy (weights_f M policy steps).

Definition sequences_from {K} (M : model K) : points K :=
  fun n s => power (action_count M n s) (horizon M - time M n s + 1)%Q.

Definition folded_v {K} (M : model K) (policy : choices K) (steps : Q) : points K :=
  soft_v_of M policy (weights_f M policy steps).

Definition normalised_weights {K} (M : model K) : choices K :=
  fun n s a => weight M n s a / sum (acts M n s) (fun a => weight M n s a).

Definition at_time {K} (M : model K) (table : choices K) (when : K) : K :=
  sum (all_choices M) (fun '(n, s, a) => if of_rational (time M n s)%Q =? when then table n s a else 0).

Definition visit_and_act_alike {K} (M : model K) (policy : choices K) (other : choices K) : bool :=
  every (all_choices M) (fun '(n, s, a) => occupancy M policy n s * policy n s a =? occupancy M other n s * other n s a).

Definition reward {K} `{Logarithm K} (M : model K) : choices (extended K) :=
  fun n s a => log (Finite (weight M n s a)%K).

Definition mean_next {K} (M : model K) (value : points K) : choices K :=
  fun n s a => if last n then 0 else sum (succ M n s a) (fun s' => dynamics M n s a s' * next 0 value n s').

Definition mean_next_extended {K} (M : model K) (value : points (extended K)) : choices (extended K) :=
  fun n s a => if last n then Finite 0 else extended_sum (succ M n s a) (fun s' => (Finite (dynamics M n s a s')%K * next (Finite 0%K) value n s')%E).

Definition state_values_extended_rewards {K} (M : model K) (policy : choices K) (rewards : choices (extended K)) : points (extended K) :=
  back (Finite 0) (fun value n s => extended_sum (acts M n s) (fun a => (Finite (policy n s a)%K * (rewards n s a + mean_next_extended M value n s a))%E)).

Definition optimal_values_extended {K} (M : model K) (rewards : choices (extended K)) : points (extended K) :=
  back (Finite 0) (fun value n s => best_extended M (fun n s a => (rewards n s a + mean_next_extended M value n s a)%E) n s).

Definition maximiser_extended {K} (M : model K) (table : choices (extended K)) : choices K :=
  fun n s a => share (acts M n s) (fun a => if (table n s a =? best_extended M table n s)%E then 1 else 0) (fun a => prior M n s a) a.

Definition optimal_policy_extended {K} (M : model K) (rewards : choices (extended K)) : choices K :=
  maximiser_extended M (fun n s a => (rewards n s a + mean_next_extended M (optimal_values_extended M rewards) n s a)%E).

Definition action_values_extended_rewards {K} (M : model K) (policy : choices K) (rewards : choices (extended K)) : choices (extended K) :=
  fun n s a => (rewards n s a + mean_next_extended M (state_values_extended_rewards M policy rewards) n s a)%E.

Definition unimprovable {K} `{Logarithm K} (M : model K) (policy : choices K) : bool :=
  every (all_points M) (fun '(n, s) => (best_extended M (action_values_extended_rewards M policy (reward M)) n s <=? state_values_extended_rewards M policy (reward M) n s)%E).

Definition unimprovable_where_visited {K} `{Logarithm K} (M : model K) (policy : choices K) : bool :=
  every (all_points M) (fun '(n, s) => (occupancy M policy n s =? 0) || (best_extended M (action_values_extended_rewards M policy (reward M)) n s <=? state_values_extended_rewards M policy (reward M) n s)%E).

Definition greedy {K} `{Logarithm K} (M : model K) (policy : choices K) : choices K :=
  maximiser_extended M (action_values_extended_rewards M policy (reward M)).

Definition promises_improvement {K} `{Logarithm K} (M : model K) (policy : choices K) (other : choices K) : bool :=
  every (all_points M) (fun '(n, s) => (state_values_extended_rewards M other (reward M) n s <=? extended_sum (acts M n s) (fun a => Finite (policy n s a)%K * action_values_extended_rewards M other (reward M) n s a))%E).

Definition better {K} `{Logarithm K} (M : model K) (policy : choices K) (other : choices K) : bool :=
  (expected_return M other <=? expected_return M policy)%E.

Definition regularised_return {K} `{Logarithm K} (M : model K) (policy : choices K) (reference : choices K) (alpha : K) : extended K :=
  (Finite (alpha)%K * expected_return M policy - occupancy_kl M policy reference)%E.

Definition moment {K} (M : model K) (policy : choices K) (alpha : Q) : K :=
  sum (all_points M) (fun '(n, s) => start M n s * soft_v_of M policy (fun n s a => power (weight M n s a) alpha) n s).

Definition state_values {K} (M : model K) (policy : choices K) (rewards : choices K) : points K :=
  back 0 (fun value n s => sum (acts M n s) (fun a => policy n s a * (rewards n s a + mean_next M value n s a))).

Definition action_values {K} (M : model K) (policy : choices K) (rewards : choices K) : choices K :=
  fun n s a => rewards n s a + mean_next M (state_values M policy rewards) n s a.

Definition regression_on_action_values {K} (M : model K) (policy : choices K) : choices K :=
  fun n s a => share (acts M n s) (fun a => policy n s a * action_values M policy (weight M) n s a) (fun a => policy n s a) a.

Definition importance_weights {K} (M : model K) (target : choices K) (behaviour : choices K) : trajectories K :=
  fun n s a rest => product (fun n s a => if behaviour n s a =? 0 then 0 else target n s a / behaviour n s a) n s a rest.

Definition row_variation {K} (M : model K) (policy : choices K) (other : choices K) : points K :=
  fun n s => sum (acts M n s) (fun a => if 0 <? policy n s a - other n s a then policy n s a - other n s a else 0).
