(* Wherever an operation of Partial.v is defined, its value is that of Core.v. *)

From Coq Require Import List Arith Bool ZArith QArith.
From Coherence Require Export Core.
From Coherence Require Partial.
Import Partial (entry, Defined, Undefined, Absent).
Import ListNotations.
Open Scope nat_scope.
Open Scope bool_scope.

(* An entry agrees with a value if it is this value, or undefined. *)
Definition agrees {V} (p : entry V) (v : V) : Prop :=
  match p with Defined u => u = v | Undefined => True | Absent => False end.

(* The same of an entry that may be absent, where some mask is false, and is not left out where it is true. *)
Definition fits {V} (mask : bool) (p : entry V) (v : V) : Prop :=
  match p with Defined u => mask = true /\ u = v | Undefined => True | Absent => mask = false end.

Lemma agrees_defined {V} (v : V) : agrees (Defined v) v.
Proof. reflexivity. Qed.

Lemma fits_agrees {V} (p : entry V) v : agrees p v -> fits true p v.
Proof. destruct p; simpl; auto. contradiction. Qed.

(** * Entry by entry *)

Lemma agrees_apply {A B} (f : A -> entry B) (g : A -> B) x v :
  agrees x v -> (forall u, agrees (f u) (g u)) -> agrees (Partial.apply f x) (g v).
Proof. destruct x; simpl; auto. intros -> H. apply H. Qed.

Lemma agrees_apply_two {A B C} (f : A -> B -> entry C) (g : A -> B -> C) x v y w :
  agrees x v -> agrees y w -> (forall t u, agrees (f t u) (g t u)) -> agrees (Partial.apply_two f x y) (g v w).
Proof. destruct x, y; simpl; try tauto. intros -> -> H. apply H. Qed.

(* A condition may be that of both operands, or of one. *)
Section Fits.
Context {A B C : Type} (f : A -> B -> entry C) (g : A -> B -> C).
Hypothesis total : forall t u, agrees (f t u) (g t u).

Lemma fits_both mask x v y w : fits mask x v -> fits mask y w -> fits mask (Partial.apply_two f x y) (g v w).
Proof.
  intros Hx Hy. destruct x, y; simpl in *; try tauto. destruct Hx as [-> ->], Hy as [_ ->]. apply fits_agrees, total.
Qed.

Lemma fits_left mask x v y w : fits mask x v -> agrees y w -> fits mask (Partial.apply_two f x y) (g v w).
Proof.
  intros Hx Hy. destruct x, y; simpl in *; try tauto. destruct Hx as [-> ->]. subst. apply fits_agrees, total.
Qed.

Lemma fits_right mask x v y w : agrees x v -> fits mask y w -> fits mask (Partial.apply_two f x y) (g v w).
Proof.
  intros Hx Hy. destruct x, y; simpl in *; try tauto. destruct Hy as [-> ->]. subst. apply fits_agrees, total.
Qed.
End Fits.

Lemma agrees_lift {A B} (f : A -> B) x v : agrees x v -> agrees (Partial.lift f x) (f v).
Proof. intro. apply agrees_apply; auto using agrees_defined. Qed.

Lemma agrees_lift_two {A B C} (f : A -> B -> C) x v y w :
  agrees x v -> agrees y w -> agrees (Partial.lift_two f x y) (f v w).
Proof. intros. apply agrees_apply_two; auto using agrees_defined. Qed.

Lemma agrees_both x v y w : agrees x v -> agrees y w -> agrees (Partial.both x y) (v && w).
Proof. destruct x as [[] | |]; simpl; intros; subst; auto. Qed.

Lemma agrees_either x v y w : agrees x v -> agrees y w -> agrees (Partial.either x y) (v || w).
Proof. destruct x as [[] | |]; simpl; intros; subst; auto. Qed.

Lemma agrees_choose {V} c b x (v : V) y w :
  agrees c b -> agrees x v -> agrees y w -> agrees (Partial.choose c x y) (if b then v else w).
Proof. destruct c as [[] | |]; simpl; intros; subst; auto; contradiction. Qed.

Lemma fits_keep_where {V} c mask x (v : V) : agrees c mask -> agrees x v -> fits mask (Partial.keep_where c x) v.
Proof. destruct c as [[] | |]; simpl; intros; subst; auto using fits_agrees; contradiction. Qed.

(** * Numbers *)

Section Numbers.
Context {K : ordered_field}.

Lemma agrees_divided (v w : K) : agrees (Partial.divided v w) (quotient v w).
Proof. unfold Partial.divided. destruct (equals w zero); simpl; auto. Qed.

Lemma agrees_quotient x (v : K) y w : agrees x v -> agrees y w ->
  agrees (Partial.apply_two Partial.divided x y) (quotient v w).
Proof. intros. apply agrees_apply_two; auto using agrees_divided. Qed.

Lemma agrees_divided_counts (p q : Q) : agrees (Partial.divided_counts p q) (p / q)%Q.
Proof. unfold Partial.divided_counts. destruct (Qeq_bool q 0); simpl; auto. Qed.

Lemma agrees_quotient_of_counts x v y w :
  agrees x v -> agrees y w -> agrees (Partial.apply_two Partial.divided_counts x y) (v / w)%Q.
Proof. intros. apply agrees_apply_two; auto using agrees_divided_counts. Qed.

Lemma agrees_raised (v : K) q : agrees (Partial.raised v q) (power v q).
Proof. unfold Partial.raised. destruct (Partial.has_power v q); simpl; auto. Qed.

Lemma agrees_power x (v : K) y q : agrees x v -> agrees y q -> agrees (Partial.power x y) (power v q).
Proof. intros. apply agrees_apply_two; auto using agrees_raised. Qed.

Lemma agrees_settled (v : extended K) : agrees (Partial.settled v) v.
Proof. now destruct v. Qed.

Lemma agrees_lift_extended f x (v : extended K) y w :
  agrees x v -> agrees y w -> agrees (Partial.lift_extended f x y) (f v w).
Proof. intros. apply agrees_apply_two; auto using agrees_settled. Qed.

Lemma agrees_extended_power x (v : extended K) y q :
  agrees x v -> agrees y q -> agrees (Partial.extended_power x y) (extended_power v q).
Proof.
  intros. apply agrees_apply_two; auto. intros [u | | |] p; simpl; auto. apply agrees_lift, agrees_raised.
Qed.

Lemma agrees_log `{Logarithm K} x v : agrees x v -> agrees (Partial.log x) (log v).
Proof. intro. apply agrees_apply; auto using agrees_settled. Qed.
End Numbers.

(** * Reductions *)

Section Gathered.
Context {A V : Type}.

Lemma gathered_fits (l : list A) mask (x : A -> entry V) v : (forall i, fits (mask i) (x i) (v i)) ->
  agrees (Partial.gathered (map x l)) (map v (filter mask l)).
Proof.
  intro H. induction l as [| i l IH]; simpl; [reflexivity |].
  specialize (H i). destruct (x i) as [u | |]; simpl in H.
  - destruct H as [-> ->]. simpl. destruct (Partial.gathered (map x l)); simpl in *; auto. now subst.
  - simpl. destruct (Partial.gathered (map x l)); simpl in *; auto.
  - now rewrite H.
Qed.
End Gathered.

Lemma filter_true {A} (l : list A) : filter (fun _ => true) l = l.
Proof. induction l; simpl; congruence. Qed.

(* An operation on the values that are gathered, which is total but where it is undefined, is the same reduction. *)
Section Reduce.
Context {A V W : Type} (f : list V -> entry W) (g : list A -> (A -> V) -> W).
Hypothesis total : forall l v, agrees (f (map v l)) (g l v).

Lemma reduce_where (l : list A) mask x v : (forall i, fits (mask i) (x i) (v i)) ->
  agrees (Partial.reduce f l x) (g (filter mask l) v).
Proof.
  intro H. unfold Partial.reduce. pose proof (gathered_fits l mask x v H) as G.
  destruct (Partial.gathered (map x l)); simpl in *; subst; auto.
Qed.

Lemma reduce_all (l : list A) x v : (forall i, agrees (x i) (v i)) -> agrees (Partial.reduce f l x) (g l v).
Proof.
  intro H. rewrite <- (filter_true l) at 2. apply reduce_where. auto using fits_agrees.
Qed.
End Reduce.

Section Reductions.
Context {K : ordered_field} {A : Type}.
Implicit Types (l : list A).

Lemma sum_map l (v : A -> K) : sum (map v l) id = sum l v.
Proof. induction l; simpl; [reflexivity |]. unfold sum in *. simpl. now rewrite <- IHl. Qed.

Lemma extended_sum_map l (v : A -> extended K) : extended_sum (map v l) id = extended_sum l v.
Proof. induction l; simpl; [reflexivity |]. unfold extended_sum in *. simpl. now rewrite <- IHl. Qed.

Lemma max_map l (v : A -> K) : max (map v l) id = max l v.
Proof. induction l as [| i [| j l] IH]; [reflexivity .. |]. simpl in *. now rewrite IH. Qed.

Lemma min_map l (v : A -> K) : min (map v l) id = min l v.
Proof. induction l as [| i [| j l] IH]; [reflexivity .. |]. simpl in *. now rewrite IH. Qed.

Lemma extended_max_map l (v : A -> extended K) : extended_max (map v l) id = extended_max l v.
Proof. induction l as [| i [| j l] IH]; [reflexivity .. |]. simpl in *. now rewrite IH. Qed.

Lemma extended_min_map l (v : A -> extended K) : extended_min (map v l) id = extended_min l v.
Proof. induction l as [| i [| j l] IH]; [reflexivity .. |]. simpl in *. now rewrite IH. Qed.

Lemma every_map l (v : A -> bool) : every (map v l) id = every l v.
Proof. induction l; simpl; [reflexivity |]. unfold every, id in *. simpl. now rewrite IHl. Qed.

Lemma some_map l (v : A -> bool) : some (map v l) id = some l v.
Proof. induction l; simpl; [reflexivity |]. unfold some, id in *. simpl. now rewrite IHl. Qed.

Lemma count_map (M : model K) l (v : A -> bool) : count M (map v l) id = count M l v.
Proof.
  unfold count. induction l as [| i l IH]; simpl; [reflexivity |]. unfold id at 1. destruct (v i); simpl; [| exact IH].
  unfold sum in *. simpl. now rewrite IH.
Qed.

Lemma total_sum l (v : A -> K) : agrees (Defined (sum (map v l) id)) (sum l v).
Proof. apply sum_map. Qed.
Lemma total_max l (v : A -> K) :
  agrees match map v l with [] => Undefined | _ => Defined (max (map v l) id) end (max l v).
Proof. rewrite max_map. now destruct l. Qed.
Lemma total_min l (v : A -> K) :
  agrees match map v l with [] => Undefined | _ => Defined (min (map v l) id) end (min l v).
Proof. rewrite min_map. now destruct l. Qed.
Lemma total_extended_sum l (v : A -> extended K) :
  agrees (Partial.settled (extended_sum (map v l) id)) (extended_sum l v).
Proof. rewrite extended_sum_map. apply agrees_settled. Qed.
Lemma total_extended_max l (v : A -> extended K) :
  agrees (Partial.settled (extended_max (map v l) id)) (extended_max l v).
Proof. rewrite extended_max_map. apply agrees_settled. Qed.
Lemma total_extended_min l (v : A -> extended K) :
  agrees (Partial.settled (extended_min (map v l) id)) (extended_min l v).
Proof. rewrite extended_min_map. apply agrees_settled. Qed.
Lemma total_every l (v : A -> bool) : agrees (Defined (every (map v l) id)) (every l v).
Proof. apply every_map. Qed.
Lemma total_some l (v : A -> bool) : agrees (Defined (some (map v l) id)) (some l v).
Proof. apply some_map. Qed.
Lemma total_count (M : model K) l (v : A -> bool) : agrees (Defined (count M (map v l) id)) (count M l v).
Proof. apply count_map. Qed.

Lemma agrees_sum l x (v : A -> K) : (forall i, agrees (x i) (v i)) -> agrees (Partial.sum l x) (sum l v).
Proof. apply (reduce_all _ _ total_sum). Qed.
Lemma agrees_max l x (v : A -> K) : (forall i, agrees (x i) (v i)) -> agrees (Partial.max l x) (max l v).
Proof. apply (reduce_all _ _ total_max). Qed.
Lemma agrees_min l x (v : A -> K) : (forall i, agrees (x i) (v i)) -> agrees (Partial.min l x) (min l v).
Proof. apply (reduce_all _ _ total_min). Qed.
Lemma agrees_extended_sum l x (v : A -> extended K) : (forall i, agrees (x i) (v i)) ->
  agrees (Partial.extended_sum l x) (extended_sum l v).
Proof. apply (reduce_all _ _ total_extended_sum). Qed.
Lemma agrees_extended_max l x (v : A -> extended K) : (forall i, agrees (x i) (v i)) ->
  agrees (Partial.extended_max l x) (extended_max l v).
Proof. apply (reduce_all _ _ total_extended_max). Qed.
Lemma agrees_extended_min l x (v : A -> extended K) : (forall i, agrees (x i) (v i)) ->
  agrees (Partial.extended_min l x) (extended_min l v).
Proof. apply (reduce_all _ _ total_extended_min). Qed.
Lemma agrees_every l x (v : A -> bool) : (forall i, agrees (x i) (v i)) -> agrees (Partial.every l x) (every l v).
Proof. apply (reduce_all _ _ total_every). Qed.
Lemma agrees_some l x (v : A -> bool) : (forall i, agrees (x i) (v i)) -> agrees (Partial.some l x) (some l v).
Proof. apply (reduce_all _ _ total_some). Qed.
Lemma agrees_count (M : model K) l x v : (forall i, agrees (x i) (v i)) -> agrees (Partial.count M l x) (count M l v).
Proof. apply (reduce_all _ _ (total_count M)). Qed.
Lemma agrees_sum_where l mask x (v : A -> K) : (forall i, fits (mask i) (x i) (v i)) ->
  agrees (Partial.sum l x) (sum (filter mask l) v).
Proof. apply (reduce_where _ _ total_sum). Qed.
Lemma agrees_max_where l mask x (v : A -> K) : (forall i, fits (mask i) (x i) (v i)) ->
  agrees (Partial.max l x) (max (filter mask l) v).
Proof. apply (reduce_where _ _ total_max). Qed.
Lemma agrees_min_where l mask x (v : A -> K) : (forall i, fits (mask i) (x i) (v i)) ->
  agrees (Partial.min l x) (min (filter mask l) v).
Proof. apply (reduce_where _ _ total_min). Qed.
Lemma agrees_extended_sum_where l mask x (v : A -> extended K) : (forall i, fits (mask i) (x i) (v i)) ->
  agrees (Partial.extended_sum l x) (extended_sum (filter mask l) v).
Proof. apply (reduce_where _ _ total_extended_sum). Qed.
Lemma agrees_extended_max_where l mask x (v : A -> extended K) : (forall i, fits (mask i) (x i) (v i)) ->
  agrees (Partial.extended_max l x) (extended_max (filter mask l) v).
Proof. apply (reduce_where _ _ total_extended_max). Qed.
Lemma agrees_extended_min_where l mask x (v : A -> extended K) : (forall i, fits (mask i) (x i) (v i)) ->
  agrees (Partial.extended_min l x) (extended_min (filter mask l) v).
Proof. apply (reduce_where _ _ total_extended_min). Qed.
Lemma agrees_every_where l mask x (v : A -> bool) : (forall i, fits (mask i) (x i) (v i)) ->
  agrees (Partial.every l x) (every (filter mask l) v).
Proof. apply (reduce_where _ _ total_every). Qed.
Lemma agrees_some_where l mask x (v : A -> bool) : (forall i, fits (mask i) (x i) (v i)) ->
  agrees (Partial.some l x) (some (filter mask l) v).
Proof. apply (reduce_where _ _ total_some). Qed.
Lemma agrees_count_where (M : model K) l mask x v : (forall i, fits (mask i) (x i) (v i)) ->
  agrees (Partial.count M l x) (count M (filter mask l) v).
Proof. apply (reduce_where _ _ (total_count M)). Qed.

Lemma agrees_share l (x policy : A -> entry K) v row a :
  (forall i, agrees (x i) (v i)) -> (forall i, agrees (policy i) (row i)) ->
  agrees (Partial.share l x policy a) (share l v row a).
Proof.
  intros Hx Hp. unfold Partial.share, share. destruct (forallb _ l); [| exact I].
  apply (agrees_apply _ (fun whole => if equals whole zero then row a else quotient (v a) whole)).
  - apply (reduce_all _ _ total_sum), Hx.
  - intro u. destruct (equals u zero); [apply Hp | apply agrees_quotient; [apply Hx | reflexivity]].
Qed.
End Reductions.

(** * Between spaces, along trajectories *)

Lemma agrees_next {V} default (d : V) x v n s' : agrees default d -> (forall n s, agrees (x n s) (v n s)) ->
  agrees (next default x n s') (next d v n s').
Proof. intros Hd H. destruct n; simpl; auto. Qed.

Section Spaces.
Context {K : ordered_field}.

Lemma agrees_into (M : model K) x v n s : (forall n s a s', agrees (x n s a s') (v n s a s')) ->
  agrees (Partial.into M x n s) (into M v n s).
Proof.
  intro H. unfold Partial.into, into.
  do 3 (apply (reduce_all _ _ total_sum); intro). apply H.
Qed.

Lemma agrees_along {V} (add : entry V -> entry V -> entry V) (plus : V -> V -> V) x v n s a rest :
  (forall p t q u, agrees p t -> agrees q u -> agrees (add p q) (plus t u)) ->
  (forall n s a, agrees (x n s a) (v n s a)) -> agrees (along add x n s a rest) (along plus v n s a rest).
Proof.
  intros Hp H. revert n s a. induction rest as [| [s' a'] rest IH]; intros n s a; simpl; auto.
Qed.

Lemma product_along (v : choices K) n s a rest : product v n s a rest = along times v n s a rest.
Proof. revert n s a. induction rest as [| [s' a'] rest IH]; intros n s a; simpl; congruence. Qed.

Lemma agrees_product (x : choices (entry K)) v n s a rest : (forall n s a, agrees (x n s a) (v n s a)) ->
  agrees (Partial.product x n s a rest) (product v n s a rest).
Proof. intro. rewrite product_along. apply agrees_along; auto. intros. now apply agrees_lift_two. Qed.

Lemma agrees_tail (x : choices (entry K)) v n s a rest : (forall n s a, agrees (x n s a) (v n s a)) ->
  agrees (Partial.tail x n s a rest) (tail v n s a rest).
Proof. intro. destruct rest as [| [s' a'] rest]; simpl; auto using agrees_product. Qed.

Lemma agrees_end_of {V} (x : choices (entry V)) v n s a rest : (forall n s a, agrees (x n s a) (v n s a)) ->
  agrees (end_of x n s a rest) (end_of v n s a rest).
Proof.
  intro H. revert n s a. induction rest as [| [s' a'] rest IH]; intros n s a; simpl; auto.
Qed.
End Spaces.

(** * Control *)

Lemma agrees_back {V} default (d : V) equation e n s : agrees default d ->
  (forall x v, (forall n s, agrees (x n s) (v n s)) -> forall n s, agrees (equation x n s) (e v n s)) ->
  agrees (back default equation n s) (back d e n s).
Proof.
  intros Hd H. unfold back. apply H. clear s. induction n as [| n IH]; simpl; auto.
  intros k s. destruct (Nat.eqb k n); auto.
Qed.

Lemma agrees_forth {K : ordered_field} (M : model K) equation e n s :
  (forall x v, (forall n s, agrees (x n s) (v n s)) -> forall n s, agrees (equation x n s) (e v n s)) ->
  agrees (Partial.forth M equation n s) (forth M e n s).
Proof.
  intro H. unfold Partial.forth, forth. apply H. clear s. induction (decisions M - S n) as [| m IH]; simpl; auto.
  intros k s. destruct (Nat.eqb (k + S m) (decisions M)); auto.
Qed.

(* Of each space: a relation of tables that is true of the table that is undefined everywhere. *)
Lemma repeat_related {T U V} (related : T -> U -> Prop) (everywhere : entry V -> T) times q step f begin b :
  agrees times q -> (forall u, related (everywhere Undefined) u) -> related begin b ->
  (forall x v, related x v -> related (step x) (f v)) ->
  related (Partial.repeat everywhere times step begin) (repeat (natural q) f b).
Proof.
  intros Hq Hu Hb Hs. destruct times; simpl in *; auto; [| contradiction]. subst v.
  destruct (Partial.is_natural q); auto. induction (natural q); simpl; auto.
Qed.

(* The same for every space. *)
Local Notation points_agree x v := (forall n s, agrees (x n s) (v n s)).
Local Notation choices_agree x v := (forall n s a, agrees (x n s a) (v n s a)).
Local Notation transitions_agree x v := (forall n s a s', agrees (x n s a s') (v n s a s')).
Local Notation trajectories_agree x v := (forall n s a r, agrees (x n s a r) (v n s a r)).
Local Notation pairs_agree x v := (forall n s a b, agrees (x n s a b) (v n s a b)).

Section Repeat.
Context {V : Type} (times : entry Q) (q : Q).

Ltac repeated related := intros Hq Hb Hs; apply (repeat_related related _ _ _ _ _ _ _ Hq); simpl; auto.

Lemma agrees_repeat_scalar step f (x : entry V) v : agrees times q -> agrees x v ->
  (forall y w, agrees y w -> agrees (step y) (f w)) ->
  agrees (Partial.repeat Partial.everywhere_scalar times step x) (repeat (natural q) f v).
Proof. repeated (@agrees V). Qed.

Lemma agrees_repeat_points step f (x : points (entry V)) v n s : agrees times q -> points_agree x v ->
  (forall y w, points_agree y w -> points_agree (step y) (f w)) ->
  agrees (Partial.repeat Partial.everywhere_points times step x n s) (repeat (natural q) f v n s).
Proof. repeated (fun (y : points (entry V)) (w : points V) => points_agree y w). Qed.

Lemma agrees_repeat_choices step f (x : choices (entry V)) v n s a : agrees times q -> choices_agree x v ->
  (forall y w, choices_agree y w -> choices_agree (step y) (f w)) ->
  agrees (Partial.repeat Partial.everywhere_choices times step x n s a) (repeat (natural q) f v n s a).
Proof. repeated (fun (y : choices (entry V)) (w : choices V) => choices_agree y w). Qed.

Lemma agrees_repeat_transitions step f (x : transitions (entry V)) v n s a s' : agrees times q ->
  transitions_agree x v ->
  (forall y w, transitions_agree y w -> transitions_agree (step y) (f w)) ->
  agrees (Partial.repeat Partial.everywhere_transitions times step x n s a s') (repeat (natural q) f v n s a s').
Proof. repeated (fun (y : transitions (entry V)) (w : transitions V) => transitions_agree y w). Qed.

Lemma agrees_repeat_trajectories step f (x : trajectories (entry V)) v n s a r : agrees times q ->
  trajectories_agree x v ->
  (forall y w, trajectories_agree y w -> trajectories_agree (step y) (f w)) ->
  agrees (Partial.repeat Partial.everywhere_trajectories times step x n s a r) (repeat (natural q) f v n s a r).
Proof. repeated (fun (y : trajectories (entry V)) (w : trajectories V) => trajectories_agree y w). Qed.

Lemma agrees_repeat_pairs step f (x : pairs (entry V)) v n s a b : agrees times q -> pairs_agree x v ->
  (forall y w, pairs_agree y w -> pairs_agree (step y) (f w)) ->
  agrees (Partial.repeat Partial.everywhere_pairs times step x n s a b) (repeat (natural q) f v n s a b).
Proof. repeated (fun (y : pairs (entry V)) (w : pairs V) => pairs_agree y w). Qed.
End Repeat.

(** * Whole definitions: one operation after another *)

Create HintDb agreement discriminated.
#[export] Hint Constants Opaque : agreement.
#[export] Hint Variables Opaque : agreement.
#[export] Hint Transparent points choices transitions trajectories pairs : agreement.
#[export] Hint Resolve agrees_defined agrees_lift agrees_lift_two agrees_both agrees_either agrees_choose
  agrees_quotient agrees_quotient_of_counts agrees_power agrees_lift_extended agrees_extended_power agrees_log
  agrees_share agrees_next agrees_into agrees_product agrees_tail agrees_along agrees_end_of
  agrees_back agrees_forth agrees_repeat_scalar agrees_repeat_points agrees_repeat_choices
  agrees_repeat_transitions agrees_repeat_trajectories agrees_repeat_pairs : agreement.

(* Words of Partial.v for what is lifted, and data. *)
Section Words.
Context {K : ordered_field}.

Lemma agrees_negb x b : agrees x b -> agrees (Partial.negb x) (negb b).
Proof. apply agrees_lift. Qed.
Lemma agrees_eqb x b y c : agrees x b -> agrees y c -> agrees (Partial.eqb x y) (eqb b c).
Proof. apply agrees_lift_two. Qed.
Lemma agrees_plus x (v : K) y w : agrees x v -> agrees y w -> agrees (Partial.plus x y) (plus v w).
Proof. apply agrees_lift_two. Qed.
Lemma agrees_extended_plus x (v : extended K) y w :
  agrees x v -> agrees y w -> agrees (Partial.extended_plus x y) (extended_plus v w).
Proof. apply agrees_lift_extended. Qed.
Lemma agrees_of_rational x q : agrees x q -> agrees (Partial.of_rational x) (of_rational q : K).
Proof. apply agrees_lift. Qed.
Lemma agrees_finite x (v : K) : agrees x v -> agrees (Partial.Finite x) (Finite v).
Proof. apply agrees_lift. Qed.
Lemma agrees_infinite : agrees Partial.Infinite (Infinite : extended K).
Proof. reflexivity. Qed.
Lemma agrees_last n : agrees (Partial.last n) (last n).
Proof. reflexivity. Qed.

Context (M : model K).
Lemma agrees_prior n s a : agrees (Partial.prior M n s a) (prior M n s a).
Proof. reflexivity. Qed.
Lemma agrees_second_policy n s a : agrees (Partial.second_policy M n s a) (second_policy M n s a).
Proof. reflexivity. Qed.
Lemma agrees_weight n s a : agrees (Partial.weight M n s a) (weight M n s a).
Proof. reflexivity. Qed.
Lemma agrees_dynamics n s a s' : agrees (Partial.dynamics M n s a s') (dynamics M n s a s').
Proof. reflexivity. Qed.
Lemma agrees_start n s : agrees (Partial.start M n s) (start M n s).
Proof. reflexivity. Qed.
Lemma agrees_time n s : agrees (Partial.time M n s) (time M n s).
Proof. reflexivity. Qed.
Lemma agrees_horizon : agrees (Partial.horizon M) (horizon M).
Proof. reflexivity. Qed.
Lemma agrees_chance n s a rest : agrees (Partial.chance M n s a rest) (chance M n s a rest).
Proof. reflexivity. Qed.
End Words.

#[export] Hint Resolve agrees_negb agrees_eqb agrees_plus agrees_extended_plus agrees_of_rational
  agrees_finite agrees_infinite agrees_last agrees_prior agrees_second_policy agrees_weight agrees_dynamics
  agrees_start agrees_time agrees_horizon agrees_chance : agreement.

(* Elements of lists are tuples. *)
#[export] Hint Extern 0 (agrees (match ?x with _ => _ end) _) => destruct x : agreement.
#[export] Hint Extern 0 (fits (match ?x with _ => _ end) _ _) => destruct x : agreement.

(* What is left out of a reduction: the conditions in Partial.v say the same as those of the filter in Core.v. *)
Lemma total_lift_two {A B C} (f : A -> B -> C) t u : agrees (Defined (f t u)) (f t u).
Proof. reflexivity. Qed.
#[export] Hint Resolve fits_keep_where : agreement.
#[export] Hint Extern 1 (fits _ (Partial.lift_two ?f _ _) _) => apply (fits_both _ _ (total_lift_two f)) : agreement.
#[export] Hint Extern 2 (fits _ (Partial.lift_two ?f _ _) _) => apply (fits_left _ _ (total_lift_two f)) : agreement.
#[export] Hint Extern 2 (fits _ (Partial.lift_two ?f _ _) _) => apply (fits_right _ _ (total_lift_two f)) : agreement.
#[export] Hint Extern 1 (fits _ (Partial.apply_two Partial.divided _ _) _) =>
  apply (fits_both _ _ agrees_divided) : agreement.
#[export] Hint Extern 2 (fits _ (Partial.apply_two Partial.divided _ _) _) =>
  apply (fits_left _ _ agrees_divided) : agreement.
#[export] Hint Extern 2 (fits _ (Partial.apply_two Partial.divided _ _) _) =>
  apply (fits_right _ _ agrees_divided) : agreement.
#[export] Hint Extern 1 (fits _ (Partial.lift_extended _ _ _) _) =>
  apply (fits_both _ _ (fun _ _ => agrees_settled _)) : agreement.
#[export] Hint Extern 2 (fits _ (Partial.lift_extended _ _ _) _) =>
  apply (fits_left _ _ (fun _ _ => agrees_settled _)) : agreement.
#[export] Hint Extern 2 (fits _ (Partial.lift_extended _ _ _) _) =>
  apply (fits_right _ _ (fun _ _ => agrees_settled _)) : agreement.

#[export] Hint Resolve agrees_sum agrees_max agrees_min agrees_extended_sum agrees_extended_max agrees_extended_min
  agrees_every agrees_some agrees_count agrees_sum_where agrees_max_where agrees_min_where agrees_extended_sum_where
  agrees_extended_max_where agrees_extended_min_where agrees_every_where agrees_some_where agrees_count_where
  : agreement.

Ltac agree := typeclasses eauto with agreement.

(** * Statements *)

Lemma true_where_defined x b : agrees x b -> x = Defined true -> b = true.
Proof. intros H ->. exact (eq_sym H). Qed.

Lemma true_or_undefined_if x b : b = true -> agrees x b -> Partial.true_or_undefined x.
Proof. intros -> H. destruct x; simpl in H; [left; congruence | now right | contradiction]. Qed.

(* Hypotheses that are true in the partial meaning are so in the total one; so is then the relation there. *)
Ltac transfer :=
  let total := fresh "total" in
  intro total; intros; eapply true_or_undefined_if;
  [ eapply total; try eassumption;
    match goal with H : _ = Defined true |- _ => refine (true_where_defined _ _ _ H); agree end
  | agree ].
