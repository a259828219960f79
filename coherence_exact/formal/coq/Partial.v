(* The core of the language with undefined and absent entries, as certificates/FORMAT.md describes them.

   Every operation has its name in Core.v, so that the same definitions, printed over this file, have their partial
   meaning; what is said here is only where a value is undefined or absent.  That it is otherwise the value of Core.v
   is proved in Agreement.v. *)

From Coq Require Import List Arith Bool ZArith QArith Qreduction.
From Coherence Require Export Core.
Import ListNotations.
Open Scope nat_scope.

Inductive entry (V : Type) := Defined (v : V) | Undefined | Absent.
Arguments Defined {_}.
Arguments Undefined {_}.
Arguments Absent {_}.

(* What is claimed of a relation: that it is true on every model on which it has a value. *)
Definition true_or_undefined (x : entry bool) : Prop := x = Defined true \/ x = Undefined.

(** * Entry by entry: absent where an operand is absent, else undefined where one is undefined *)

Definition apply {A B} (f : A -> entry B) (x : entry A) : entry B :=
  match x with Defined v => f v | Undefined => Undefined | Absent => Absent end.

Definition apply_two {A B C} (f : A -> B -> entry C) (x : entry A) (y : entry B) : entry C :=
  match x, y with
  | Absent, _ | _, Absent => Absent
  | Undefined, _ | _, Undefined => Undefined
  | Defined x, Defined y => f x y
  end.

(* Operations that are defined wherever their operands are. *)
Definition lift {A B} (f : A -> B) : entry A -> entry B := apply (fun x => Defined (f x)).
Definition lift_two {A B C} (f : A -> B -> C) : entry A -> entry B -> entry C := apply_two (fun x y => Defined (f x y)).

(* Numbers with infinities say themselves where they are undefined. *)
Definition settled {K : ordered_field} (x : extended K) : entry (extended K) :=
  match x with Core.Undefined => Undefined | _ => Defined x end.
Definition lift_extended {K : ordered_field} (f : extended K -> extended K -> extended K) :=
  apply_two (fun x y => settled (f x y)).

(** * Truths *)

Definition negb : entry bool -> entry bool := lift Datatypes.negb.
Definition eqb : entry bool -> entry bool -> entry bool := lift_two Bool.eqb.

(* What comes after the operand that decides is not looked at. *)
Definition both (x y : entry bool) : entry bool := match x with Defined true => y | _ => x end.
Definition either (x y : entry bool) : entry bool := match x with Defined false => y | _ => x end.

Declare Scope truths_scope.
Delimit Scope truths_scope with truths.
Notation "x && y" := (both x y) : truths_scope.
Notation "x || y" := (either x y) : truths_scope.

(* Only the side that is chosen is looked at. *)
Definition choose {V} (condition : entry bool) (x y : entry V) : entry V :=
  match condition with
  | Defined true => x
  | Defined false => y
  | Undefined => Undefined
  | Absent => Absent
  end.

Definition keep_where {V} (condition : entry bool) (x : entry V) : entry V := choose condition x Absent.

(** * Numbers *)

Definition divided {K : ordered_field} (x y : K) : entry K :=
  if equals y zero then Undefined else Defined (Core.quotient x y).

Declare Scope numbers_scope.
Delimit Scope numbers_scope with numbers.
Notation "0" := (Defined zero) : numbers_scope.
Notation "1" := (Defined one) : numbers_scope.
Notation "x + y" := (lift_two Core.plus x y) : numbers_scope.
Notation "x * y" := (lift_two times x y) : numbers_scope.
Notation "x - y" := (lift_two minus x y) : numbers_scope.
Notation "x / y" := (apply_two divided x y) : numbers_scope.
Notation "x <=? y" := (lift_two at_most x y) : numbers_scope.
Notation "x =? y" := (lift_two equals x y) : numbers_scope.
Notation "x <? y" := (lift_two less x y) : numbers_scope.

(* Exponents and numbers of steps. *)
Definition divided_counts (x y : Q) : entry Q := if Qeq_bool y 0 then Undefined else Defined (x / y)%Q.

Declare Scope counts_scope.
Delimit Scope counts_scope with counts.
Notation "x + y" := (lift_two Qplus x y) : counts_scope.
Notation "x * y" := (lift_two Qmult x y) : counts_scope.
Notation "x - y" := (lift_two Qminus x y) : counts_scope.
Notation "x / y" := (apply_two divided_counts x y) : counts_scope.
Notation "x <=? y" := (lift_two Qle_bool x y) : counts_scope.
Notation "x =? y" := (lift_two Qeq_bool x y) : counts_scope.
Notation "x <? y" := (lift_two rational_less x y) : counts_scope.

Definition is_integer (q : Q) : bool := match Qden (Qred q) with xH => true | _ => false end.
Definition is_natural (q : Q) : bool := is_integer q && Z.leb 0 (integer q).

Definition has_power {K : ordered_field} (x : K) (q : Q) : bool :=
  is_integer q && (Z.leb 0 (integer q) || Datatypes.negb (equals x zero)).
Definition raised {K : ordered_field} (x : K) (q : Q) : entry K :=
  if has_power x q then Defined (Core.power x q) else Undefined.
Definition power {K : ordered_field} : entry K -> entry Q -> entry K := apply_two raised.

Definition of_rational {K : ordered_field} : entry Q -> entry K := lift Core.of_rational.

(** * Numbers with logarithms, and both infinities *)

Definition Finite {K : ordered_field} : entry K -> entry (extended K) := lift Core.Finite.
Definition Infinite {K : ordered_field} : entry (extended K) := Defined Core.Infinite.

Declare Scope extended_entries_scope.
Delimit Scope extended_entries_scope with extended.
Notation "x + y" := (lift_extended Core.extended_plus x y) : extended_entries_scope.
Notation "x * y" := (lift_extended extended_times x y) : extended_entries_scope.
Notation "x - y" := (lift_extended extended_minus x y) : extended_entries_scope.
Notation "x / y" := (lift_extended extended_quotient x y) : extended_entries_scope.
Notation "x <=? y" := (lift_two extended_at_most x y) : extended_entries_scope.
Notation "x =? y" := (lift_two extended_equals x y) : extended_entries_scope.
Notation "x <? y" := (lift_two extended_less x y) : extended_entries_scope.

Definition extended_raised {K : ordered_field} (x : extended K) (q : Q) : entry (extended K) :=
  match x with Core.Finite x => lift Core.Finite (raised x q) | _ => Undefined end.
Definition extended_power {K : ordered_field} : entry (extended K) -> entry Q -> entry (extended K) :=
  apply_two extended_raised.

Definition log {K : ordered_field} `{Logarithm K} : entry (extended K) -> entry (extended K) :=
  apply (fun x => settled (Core.log x)).

(** * Reductions: absent entries are left out, and one that is undefined makes the whole so *)

(* The entries that are not absent, if all of them are defined. *)
Fixpoint gathered {V} (l : list (entry V)) : entry (list V) :=
  match l with
  | [] => Defined []
  | Absent :: rest => gathered rest
  | x :: rest => lift_two cons x (gathered rest)
  end.

Definition reduce {A V W} (f : list V -> entry W) (l : list A) (x : A -> entry V) : entry W :=
  apply f (gathered (map x l)).

Section Reductions.
Context {K : ordered_field} {A : Type} (l : list A).

Definition sum : (A -> entry K) -> entry K := reduce (fun x => Defined (Core.sum x id)) l.
Definition max : (A -> entry K) -> entry K :=
  reduce (fun x => match x with [] => Undefined | _ => Defined (Core.max x id) end) l.
Definition min : (A -> entry K) -> entry K :=
  reduce (fun x => match x with [] => Undefined | _ => Defined (Core.min x id) end) l.
Definition extended_sum : (A -> entry (extended K)) -> entry (extended K) :=
  reduce (fun x => settled (Core.extended_sum x id)) l.
Definition extended_max : (A -> entry (extended K)) -> entry (extended K) :=
  reduce (fun x => settled (Core.extended_max x id)) l.
Definition extended_min : (A -> entry (extended K)) -> entry (extended K) :=
  reduce (fun x => settled (Core.extended_min x id)) l.
Definition every : (A -> entry bool) -> entry bool := reduce (fun x => Defined (Core.every x id)) l.
Definition some : (A -> entry bool) -> entry bool := reduce (fun x => Defined (Core.some x id)) l.

Definition not_negative (x : entry K) : bool := match x with Defined v => at_most zero v | _ => false end.

(* Undefined in the whole row where an entry is negative, absent or undefined. *)
Definition share (x policy : A -> entry K) (a : A) : entry K :=
  if forallb (fun b => not_negative (x b)) l
  then apply (fun whole => if equals whole zero then policy a else apply_two divided (x a) (Defined whole)) (sum x)
  else Undefined.
End Reductions.

(* The model says of which field the number is. *)
Definition count {K : ordered_field} (M : model K) {A : Type} : list A -> (A -> entry bool) -> entry K :=
  reduce (fun x => Defined (Core.count M x id)).

(** * Data *)

Section Data.
Context {K : ordered_field} (M : model K).

Definition prior : choices (entry K) := fun n s a => Defined (Core.prior M n s a).
Definition second_policy : choices (entry K) := fun n s a => Defined (Core.second_policy M n s a).
Definition weight : choices (entry K) := fun n s a => Defined (Core.weight M n s a).
Definition dynamics : transitions (entry K) := fun n s a s' => Defined (Core.dynamics M n s a s').
Definition start : points (entry K) := fun n s => Defined (Core.start M n s).
Definition time : points (entry Q) := fun n s => Defined (Core.time M n s).
Definition horizon : entry Q := Defined (Core.horizon M).
Definition chance : trajectories (entry K) := fun n s a rest => Defined (Core.chance M n s a rest).
End Data.

Definition last (n : nat) : entry bool := Defined (Core.last n).

(** * Between spaces, along trajectories *)

Section Trajectories.
Context {K : ordered_field}.

Definition into (M : model K) (x : transitions (entry K)) (n s : nat) : entry K :=
  sum (states M (S n)) (fun s0 => sum (acts M (S n) s0) (fun a =>
    sum (filter (Nat.eqb s) (succ M (S n) s0 a)) (fun s' => x (S n) s0 a s'))).

Definition product : choices (entry K) -> trajectories (entry K) := along (lift_two times).

Definition tail (x : choices (entry K)) (n s a : nat) (rest : list (nat * nat)) : entry K :=
  match rest with
  | [] => Defined one
  | (s', a') :: rest => product x (pred n) s' a' rest
  end.
End Trajectories.

(* What is added along a trajectory. *)
Definition plus {K : ordered_field} : entry K -> entry K -> entry K := lift_two Core.plus.
Definition extended_plus {K : ordered_field} := lift_extended (@Core.extended_plus K).

(** * Control; backward induction is that of Core.v *)

Section Forth.
Context {K : ordered_field} (M : model K) (equation : points (entry K) -> points (entry K)).
Fixpoint forth_above (times : nat) : points (entry K) :=
  match times with
  | O => fun _ _ => Undefined
  | S earlier => let known := forth_above earlier in
      fun k s => if Nat.eqb (k + S earlier) (decisions M) then equation known k s else known k s
  end.
Definition forth (n s : nat) : entry K := equation (forth_above (decisions M - S n)) n s.
End Forth.

(* The table that has one entry everywhere, of each space. *)
Definition everywhere_scalar {V} (x : entry V) : entry V := x.
Definition everywhere_points {V} (x : entry V) : points (entry V) := fun _ _ => x.
Definition everywhere_choices {V} (x : entry V) : choices (entry V) := fun _ _ _ => x.
Definition everywhere_transitions {V} (x : entry V) : transitions (entry V) := fun _ _ _ _ => x.
Definition everywhere_trajectories {V} (x : entry V) : trajectories (entry V) := fun _ _ _ _ => x.
Definition everywhere_pairs {V} (x : entry V) : pairs (entry V) := fun _ _ _ _ => x.

(* Undefined everywhere if the number of steps is no natural number. *)
Definition repeat {T V} (everywhere : entry V -> T) (times : entry Q) (step : T -> T) (begin : T) : T :=
  match times with
  | Defined q => if is_natural q then Core.repeat (natural q) step begin else everywhere Undefined
  | Undefined => everywhere Undefined
  | Absent => everywhere Absent
  end.
