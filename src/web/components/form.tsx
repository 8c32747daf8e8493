// biome-ignore-all lint/a11y/noAriaHiddenOnFocusable: hors du parcours (tabindex -1), ce bouton ne sert que la touche Entrée
import { randomUUID } from 'node:crypto'
import type { Child } from 'hono/jsx'
import { Reprendre } from '#web/components/messages.tsx'
import { pageContext } from '#web/context.ts'
import type { Direct } from '#web/contributions.ts'
import { emptyForm, encodeLu, type FormState } from '#web/form-state.ts'

type FormProps<K extends string> = {
  readonly form: FormState<K>
  /** Absente : la même adresse. */
  readonly action?: string | undefined
  /** Noms lus dans la liste des reprises : `{ mini: 'Effectif minimal', seances: 'Séance' }`. */
  readonly noms?: Readonly<Record<string, string>>
  /** Vrai dès qu'un champ est un fichier. */
  readonly fichiers?: boolean
  readonly classe?: string
  /** Où ce qui s'écrit se garde à mesure (îlot `brouillon`). */
  readonly brouillon?: string | undefined
  /** Le geste que demande la touche Entrée ; sans rien dire, l’envoi ordinaire. */
  readonly entree?: string | undefined
  readonly children?: Child
}

/**
 * Un formulaire. Il porte l'organisme pour lequel il a été ouvert (deux onglets sur deux coopératives n'écrivent
 * pas l'une chez l'autre) et un jeton, gardé d'un essai à l'autre : donné comme identifiant à ce que l'on crée, il
 * fait qu'un double envoi n'écrit qu'une fois.
 */
export const Form = <K extends string>({
  form,
  action,
  noms,
  fichiers = false,
  classe = 'formulaire',
  brouillon,
  entree,
  children,
}: FormProps<K>) => {
  const { visiteur } = pageContext()
  return (
    <>
      <Reprendre form={form} {...(noms ? { noms } : {})} />
      <form
        method="post"
        action={action}
        enctype={fichiers ? 'multipart/form-data' : undefined}
        class={classe}
        novalidate
        data-envoi-unique=""
        data-brouillon={brouillon}
      >
        {/* La touche Entrée presse le premier bouton d'envoi : que ce ne soit pas « Retirer ». */}
        <button
          class="unseen"
          type="submit"
          tabindex={-1}
          aria-hidden="true"
          {...(entree === undefined ? {} : { name: 'geste', value: entree })}
        >
          Envoyer
        </button>
        {visiteur?.organisme ? <input type="hidden" name="_organisme" value={visiteur.organisme.id} /> : null}
        <input type="hidden" name="_jeton" value={form.jeton ?? randomUUID()} />
        {form.lu ? <input type="hidden" name="_lu" value={encodeLu(form.lu)} /> : null}
        {children}
      </form>
    </>
  )
}

/** Les boutons d'un formulaire, au bas, dans leur section. Un verbe ; « Garder le brouillon » si la page en garde un. */
export const Actions = ({
  libelle,
  genre = 'call',
  brouillon = false,
  children,
}: {
  libelle: string
  genre?: 'call' | 'main' | 'grave'
  brouillon?: boolean
  /** Gestes seconds, lien d'abandon. */
  children?: Child
}) => (
  <div class="sect actions">
    <p class="sub sect-h" />
    <p>
      <button class={`button ${genre}`} type="submit">
        {libelle}
      </button>
      {brouillon ? (
        <button class="button" type="submit" name="brouillon" value="oui">
          Garder le brouillon
        </button>
      ) : null}
      {children}
    </p>
  </div>
)

/** Un bouton d'envoi. `geste` revient dans `read.geste`. */
export const Button = ({
  genre,
  geste,
  disabled,
  large,
  vers,
  children,
}: {
  genre?: 'call' | 'main' | 'grave' | 'link'
  geste?: string
  /** Où l’envoi mène, ancre comprise : la page qui répond s’ouvre là où l’on était. */
  vers?: string
  disabled?: boolean
  large?: boolean
  children?: Child
}) => (
  <button
    class={genre === 'link' ? 'link' : ['button', genre, large ? 'large' : ''].filter(Boolean).join(' ')}
    type="submit"
    {...(geste === undefined ? {} : { name: 'geste', value: geste })}
    {...(vers === undefined ? {} : { formaction: vers })}
    disabled={disabled}
  >
    {children}
  </button>
)

export const ButtonLink = ({
  href,
  genre,
  children,
}: {
  href: string
  genre?: 'call' | 'main'
  children?: Child
}) => (
  <a class={genre ? `button ${genre}` : 'button'} href={href}>
    {children}
  </a>
)

/** Un geste fait d’ici, sans ouvrir sa page. `pour` : ce que le mot du bouton ne dit qu’à qui l’écoute. */
export const UnClic = ({
  direct,
  genre,
  pour,
}: {
  direct: Direct
  genre?: 'call' | 'main' | 'link'
  pour?: string
}) => (
  <Form form={emptyForm()} action={direct.href} classe="un-clic">
    {Object.entries(direct.champs).flatMap(([nom, v]) =>
      [v].flat().map((une) => <input type="hidden" name={nom} value={une} />),
    )}
    <Button {...(genre ? { genre } : {})}>
      {direct.libelle}
      {pour ? <span class="unseen"> {pour}</span> : null}
    </Button>
  </Form>
)

/** Un geste qui détruit demande une fois : ce qui va se passer, ce qui est gardé, les deux sorties. */
export const Confirm = <K extends string>({
  form,
  action,
  titre,
  phrase,
  geste,
  nom,
  genre = 'grave',
  renoncer,
  children,
}: {
  form: FormState<K>
  action?: string
  titre: string
  phrase: Child
  /** `grave`, bordé de rouge, pour ce qui détruit ou ne se défait pas ; `call` pour un pas que l’on vient faire. */
  genre?: 'grave' | 'call'
  /** Le verbe entier : « Annuler la session et envoyer neuf avis ». */
  geste: string
  /** Ce que le bouton, et la touche Entrée, envoient sous `geste`. */
  nom?: string | undefined
  renoncer: { readonly libelle: string; readonly href: string }
  /** Un motif, s'il en faut un. */
  children?: Child
}) => (
  <Form form={form} action={action} classe="confirmer" entree={nom}>
    <p class="title">{titre}</p>
    <p>{phrase}</p>
    {children}
    <p>
      <Button genre={genre} {...(nom === undefined ? {} : { geste: nom })}>
        {geste}
      </Button>{' '}
      <ButtonLink href={renoncer.href}>{renoncer.libelle}</ButtonLink>
    </p>
  </Form>
)
