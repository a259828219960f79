(* The core of the language, as certificates/FORMAT.md describes it, over any ordered field.

   A decision point is a pair of n, the number of decisions that are still to come after it, and a state: so the
   last decision has n = 0, and backward induction is recursion on n.  States and actions are natural numbers.
   Where FORMAT.md leaves a value undefined, it is some value here: a theorem about all models is one about
   those on which the value is defined, as Agreement.v proves for the operations of Partial.v.  Numbers with
   logarithms have their own type, with both infinities. *)

From Coq Require Import List Arith Bool ZArith QArith Field_theory Qreduction.
Import ListNotations.
Open Scope nat_scope.

(** * Numbers *)

Record ordered_field := {
  carrier :> Type;
  zero : carrier;
  one : carrier;
  plus : carrier -> carrier -> carrier;
  times : carrier -> carrier -> carrier;
  minus : carrier -> carrier -> carrier;
  opposite : carrier -> carrier;
  quotient : carrier -> carrier -> carrier;
  inverse : carrier -> carrier;
  at_most : carrier -> carrier -> bool;
  is_field : field_theory zero one plus times minus opposite quotient inverse eq;
  at_most_antisymmetric : forall x y, at_most x y = true -> at_most y x = true -> x = y;
  at_most_transitive : forall x y z, at_most x y = true -> at_most y z = true -> at_most x z = true;
  at_most_total : forall x y, at_most x y = true \/ at_most y x = true;
  at_most_plus : forall x y z, at_most x y = true -> at_most (plus x z) (plus y z) = true;
  at_most_times : forall x y, at_most zero x = true -> at_most zero y = true -> at_most zero (times x y) = true
}.

Arguments zero {_}.
Arguments one {_}.
Arguments plus {_}.
Arguments times {_}.
Arguments minus {_}.
Arguments opposite {_}.
Arguments quotient {_}.
Arguments inverse {_}.
Arguments at_most {_}.

Definition equals {K : ordered_field} (x y : K) : bool := at_most x y && at_most y x.
Definition less {K : ordered_field} (x y : K) : bool := negb (at_most y x).

Declare Scope K_scope.
Delimit Scope K_scope with K.
Notation "0" := zero : K_scope.
Notation "1" := one : K_scope.
Notation "x + y" := (plus x y) : K_scope.
Notation "x * y" := (times x y) : K_scope.
Notation "x - y" := (minus x y) : K_scope.
Notation "- x" := (opposite x) : K_scope.
Notation "x / y" := (quotient x y) : K_scope.
Notation "x <=? y" := (at_most x y) : K_scope.
Notation "x =? y" := (equals x y) : K_scope.
Notation "x <? y" := (less x y) : K_scope.

(* The integer that a rational is: an exponent, a number of steps. *)
Definition integer (q : Q) : Z :=
  let r := Qred q in match Qden r with xH => Qnum r | _ => 0%Z end.
Definition natural (q : Q) : nat := Z.to_nat (integer q).
Definition count_of (n : nat) : Q := inject_Z (Z.of_nat n).

Definition rational_less (x y : Q) : bool := negb (Qle_bool y x).

Fixpoint natural_power {K : ordered_field} (x : K) (n : nat) : K :=
  match n with O => one | S m => times x (natural_power x m) end.

Definition power {K : ordered_field} (x : K) (q : Q) : K :=
  match integer q with
  | Z0 => one
  | Zpos p => natural_power x (Pos.to_nat p)
  | Zneg p => quotient one (natural_power x (Pos.to_nat p))
  end.

Fixpoint of_positive {K : ordered_field} (p : positive) : K :=
  match p with
  | xH => one
  | xO p => let half := of_positive p in plus half half
  | xI p => let half := of_positive p in plus one (plus half half)
  end.

Definition of_integer {K : ordered_field} (z : Z) : K :=
  match z with
  | Z0 => zero
  | Zpos p => of_positive p
  | Zneg p => opposite (of_positive p)
  end.

Definition of_rational {K : ordered_field} (q : Q) : K :=
  quotient (of_integer (Qnum q)) (of_positive (Qden q)).

(** * Numbers with logarithms, and both infinities *)

Class Logarithm (K : ordered_field) := {
  ln : K -> K;
  ln_times : forall x y, less zero x = true -> less zero y = true -> ln (times x y) = plus (ln x) (ln y);
  ln_less : forall x, less zero x = true -> equals x one = false -> less (ln x) (minus x one) = true
}.

Inductive extended (K : ordered_field) :=
  | Finite (x : K)
  | Infinite
  | MinusInfinite
  | Undefined.
Arguments Finite {_}.
Arguments Infinite {_}.
Arguments MinusInfinite {_}.
Arguments Undefined {_}.

Section Extended.
Context {K : ordered_field}.
Open Scope K_scope.

Definition extended_plus (x y : extended K) : extended K :=
  match x, y with
  | Finite x, Finite y => Finite (x + y)
  | Undefined, _ | _, Undefined => Undefined
  | Infinite, MinusInfinite | MinusInfinite, Infinite => Undefined
  | Infinite, _ | _, Infinite => Infinite
  | MinusInfinite, _ | _, MinusInfinite => MinusInfinite
  end.

Definition extended_opposite (x : extended K) : extended K :=
  match x with
  | Finite x => Finite (0 - x)
  | Infinite => MinusInfinite
  | MinusInfinite => Infinite
  | Undefined => Undefined
  end.

Definition extended_minus (x y : extended K) : extended K := extended_plus x (extended_opposite y).

(* x · ∞ *)
Definition scaled_infinity (x : K) : extended K :=
  if x =? 0 then Finite 0 else if 0 <? x then Infinite else MinusInfinite.

Definition extended_times (x y : extended K) : extended K :=
  match x, y with
  | Finite x, Finite y => Finite (x * y)
  | Undefined, _ | _, Undefined => Undefined
  | Finite x, Infinite | Infinite, Finite x => scaled_infinity x
  | Finite x, MinusInfinite | MinusInfinite, Finite x => extended_opposite (scaled_infinity x)
  | Infinite, Infinite | MinusInfinite, MinusInfinite => Infinite
  | Infinite, MinusInfinite | MinusInfinite, Infinite => MinusInfinite
  end.

Definition extended_quotient (x y : extended K) : extended K :=
  match y with
  | Finite y => if y =? 0 then Undefined else extended_times x (Finite (1 / y))
  | _ => Undefined
  end.

Definition extended_power (x : extended K) (q : Q) : extended K :=
  match x with Finite x => Finite (power x q) | _ => Undefined end.

Definition log `{Logarithm K} (x : extended K) : extended K :=
  match x with
  | Finite x => if x =? 0 then MinusInfinite else if 0 <? x then Finite (ln x) else Undefined
  | _ => Undefined
  end.

Definition extended_at_most (x y : extended K) : bool :=
  match x, y with
  | Undefined, _ | _, Undefined => false
  | MinusInfinite, _ | _, Infinite => true
  | Finite x, Finite y => x <=? y
  | _, _ => false
  end.

Definition extended_less (x y : extended K) : bool :=
  match x, y with
  | Undefined, _ | _, Undefined => false
  | _, _ => negb (extended_at_most y x)
  end.

Definition extended_equals (x y : extended K) : bool := extended_at_most x y && extended_at_most y x.
End Extended.

Declare Scope extended_scope.
Delimit Scope extended_scope with E.
Notation "x + y" := (extended_plus x y) : extended_scope.
Notation "x * y" := (extended_times x y) : extended_scope.
Notation "x - y" := (extended_minus x y) : extended_scope.
Notation "x / y" := (extended_quotient x y) : extended_scope.
Notation "x <=? y" := (extended_at_most x y) : extended_scope.
Notation "x =? y" := (extended_equals x y) : extended_scope.
Notation "x <? y" := (extended_less x y) : extended_scope.

(** * Reductions *)

Section Reductions.
Context {K : ordered_field} {A : Type}.

Definition sum (l : list A) (f : A -> K) : K := fold_right (fun x y => plus (f x) y) zero l.

Fixpoint max (l : list A) (f : A -> K) : K :=
  match l with
  | [] => zero
  | [x] => f x
  | x :: rest => let y := max rest f in if at_most (f x) y then y else f x
  end.

Fixpoint min (l : list A) (f : A -> K) : K :=
  match l with
  | [] => zero
  | [x] => f x
  | x :: rest => let y := min rest f in if at_most y (f x) then y else f x
  end.

Definition extended_sum (l : list A) (f : A -> extended K) : extended K :=
  fold_right (fun x y => extended_plus (f x) y) (Finite zero) l.

Fixpoint extended_max (l : list A) (f : A -> extended K) : extended K :=
  match l with
  | [] => Undefined
  | [x] => f x
  | x :: rest => let y := extended_max rest f in
      match f x, y with
      | Undefined, _ | _, Undefined => Undefined
      | _, _ => if extended_at_most (f x) y then y else f x
      end
  end.

Fixpoint extended_min (l : list A) (f : A -> extended K) : extended K :=
  match l with
  | [] => Undefined
  | [x] => f x
  | x :: rest => let y := extended_min rest f in
      match f x, y with
      | Undefined, _ | _, Undefined => Undefined
      | _, _ => if extended_at_most y (f x) then y else f x
      end
  end.

Definition every (l : list A) (f : A -> bool) : bool := forallb f l.
Definition some (l : list A) (f : A -> bool) : bool := existsb f l.

(* x divided by its sum; where that is 0, the row of the policy. *)
Definition share (l : list A) (x policy : A -> K) (a : A) : K :=
  if equals (sum l x) zero then policy a else quotient (x a) (sum l x).
End Reductions.

(** * Models *)

Record model (K : ordered_field) := {
  decisions : nat;
  states : nat -> list nat;
  acts : nat -> nat -> list nat;
  successors : nat -> nat -> nat -> list nat;
  weight : nat -> nat -> nat -> K;
  dynamics : nat -> nat -> nat -> nat -> K;
  initial : nat -> K;
  prior : nat -> nat -> nat -> K;
  second_policy : nat -> nat -> nat -> K
}.
Arguments decisions {_}.
Arguments states {_}.
Arguments acts {_}.
Arguments successors {_}.
Arguments weight {_}.
Arguments dynamics {_}.
Arguments initial {_}.
Arguments prior {_}.
Arguments second_policy {_}.

(* The model says of which field the number is. *)
Definition count {K : ordered_field} (M : model K) {A : Type} (l : list A) (f : A -> bool) : K :=
  sum (filter f l) (fun _ => one).

Definition points (V : Type) := nat -> nat -> V.
Definition choices (V : Type) := nat -> nat -> nat -> V.
Definition transitions (V : Type) := nat -> nat -> nat -> nat -> V.
(* A trajectory is its first decision point and action, and the states and actions that follow. *)
Definition trajectories (V : Type) := nat -> nat -> nat -> list (nat * nat) -> V.
Definition pairs (V : Type) := nat -> nat -> nat -> nat -> V.

Section Spaces.
Context {K : ordered_field} (M : model K).

(* At the last decision nothing follows. *)
Definition succ (n s a : nat) : list nat := match n with O => [] | S _ => successors M n s a end.

Fixpoint rests (n s a : nat) : list (list (nat * nat)) :=
  match n with
  | O => [[]]
  | S m => flat_map (fun s' => flat_map (fun a' => map (cons (s', a')) (rests m s' a')) (acts M m s')) (succ n s a)
  end.

Definition transitions_at (n s : nat) : list (nat * nat) :=
  flat_map (fun a => map (pair a) (succ n s a)) (acts M n s).
Definition trajectories_at (n s : nat) : list (nat * list (nat * nat)) :=
  flat_map (fun a => map (pair a) (rests n s a)) (acts M n s).
Definition pairs_at (n s : nat) : list (nat * nat) :=
  flat_map (fun a => map (pair a) (acts M n s)) (acts M n s).

Definition all_points : list (nat * nat) := flat_map (fun n => map (pair n) (states M n)) (seq 0 (decisions M)).
Definition all_choices : list (nat * nat * nat) :=
  flat_map (fun p : nat * nat => let (n, s) := p in map (pair p) (acts M n s)) all_points.
Definition all_transitions : list (nat * nat * nat * nat) :=
  flat_map (fun c : nat * nat * nat => let '(n, s, a) := c in map (pair c) (succ n s a)) all_choices.
Definition all_trajectories : list (nat * nat * nat * list (nat * nat)) :=
  flat_map (fun c : nat * nat * nat => let '(n, s, a) := c in map (pair c) (rests n s a)) all_choices.
Definition all_pairs : list (nat * nat * nat * nat) :=
  flat_map (fun c : nat * nat * nat => let '(n, s, a) := c in map (pair c) (acts M n s)) all_choices.

(** * Data *)

Definition start (n s : nat) : K := if Nat.eqb (S n) (decisions M) then initial M s else zero.
Definition horizon : Q := count_of (decisions M).
Definition time (n s : nat) : Q := horizon - count_of n.
End Spaces.

Definition last (n : nat) : bool := Nat.eqb n 0.

(** * Between spaces, along trajectories *)

Definition next {V : Type} (default : V) (x : points V) (n s' : nat) : V :=
  match n with O => default | S m => x m s' end.

Section Trajectories.
Context {K : ordered_field} (M : model K).

Definition into (x : transitions K) (n s : nat) : K :=
  sum (states M (S n)) (fun s0 => sum (acts M (S n) s0) (fun a =>
    sum (filter (Nat.eqb s) (succ M (S n) s0 a)) (fun s' => x (S n) s0 a s'))).

Fixpoint product (x : choices K) (n s a : nat) (rest : list (nat * nat)) : K :=
  match rest with
  | [] => x n s a
  | (s', a') :: rest => times (x n s a) (product x (pred n) s' a' rest)
  end.

Definition tail (x : choices K) (n s a : nat) (rest : list (nat * nat)) : K :=
  match rest with
  | [] => one
  | (s', a') :: rest => product x (pred n) s' a' rest
  end.

Fixpoint along {V : Type} (add : V -> V -> V) (x : choices V) (n s a : nat) (rest : list (nat * nat)) : V :=
  match rest with
  | [] => x n s a
  | (s', a') :: rest => add (x n s a) (along add x (pred n) s' a' rest)
  end.

Fixpoint end_of {V : Type} (x : choices V) (n s a : nat) (rest : list (nat * nat)) : V :=
  match rest with
  | [] => x n s a
  | (s', a') :: rest => end_of x (pred n) s' a' rest
  end.

Fixpoint chance (n s a : nat) (rest : list (nat * nat)) : K :=
  match rest with
  | [] => one
  | (s', a') :: rest => times (dynamics M n s a s') (chance (pred n) s' a' rest)
  end.
End Trajectories.

(** * Control *)

Section Recursion.
Context {V : Type} (default : V).

(* The table of a backward induction, as far as n decisions are still to come, and some value elsewhere. *)
Fixpoint back_below (equation : points V -> points V) (n : nat) : points V :=
  match n with
  | O => fun _ _ => default
  | S m => let known := back_below equation m in
      fun k s => if Nat.eqb k m then equation known m s else known k s
  end.
Definition back (equation : points V -> points V) (n s : nat) : V := equation (back_below equation n) n s.
End Recursion.

(* The table of a forward recursion at the first times, and some value elsewhere. *)
Section Forth.
Context {K : ordered_field} (M : model K).
Fixpoint forth_above (equation : points K -> points K) (times : nat) : points K :=
  match times with
  | O => fun _ _ => zero
  | S earlier => let known := forth_above equation earlier in
      fun k s => if Nat.eqb (k + S earlier) (decisions M) then equation known k s else known k s
  end.
Definition forth (equation : points K -> points K) (n s : nat) : K :=
  equation (forth_above equation (decisions M - S n)) n s.
End Forth.

Fixpoint repeat {V : Type} (n : nat) (step : V -> V) (begin : V) : V :=
  match n with O => begin | S m => step (repeat m step begin) end.

(** * Which models there are *)

Section Valid.
Context {K : ordered_field} (M : model K).
Open Scope K_scope.

Fixpoint distinct (l : list nat) : bool :=
  match l with [] => true | x :: rest => negb (existsb (Nat.eqb x) rest) && distinct rest end.

Definition distribution {A : Type} (l : list A) (f : A -> K) : bool :=
  every l (fun x => 0 <=? f x) && (sum l f =? 1).

Definition valid : bool :=
  Nat.ltb 0 (decisions M)
  && every (seq 0 (decisions M)) (fun n => distinct (states M n))
  && every (all_points M) (fun '(n, s) => distinct (acts M n s)
       && distribution (acts M n s) (prior M n s) && distribution (acts M n s) (second_policy M n s))
  && every (all_choices M) (fun '(n, s, a) => (0 <=? weight M n s a) && (weight M n s a <=? 1)
       && distinct (succ M n s a)
       && (last n || distribution (succ M n s a) (dynamics M n s a)))
  && every (all_transitions M) (fun '(n, s, a, s') => (0 <? dynamics M n s a s')
       && existsb (Nat.eqb s') (states M (pred n)))
  && every (states M (pred (decisions M))) (fun s => 0 <? initial M s)
  && (sum (states M (pred (decisions M))) (initial M) =? 1)
  && every (all_points M) (fun '(n, s) => Nat.eqb (S n) (decisions M)
       || existsb (fun s0 => existsb (fun a => existsb (Nat.eqb s) (succ M (S n) s0 a)) (acts M (S n) s0))
            (states M (S n))).
End Valid.
