import type { Child } from 'hono/jsx'
import { pageContext } from '#web/context.ts'
import { type FormState, fieldId, type Refus } from '#web/form-state.ts'
import type { Flash } from '#web/http/flash.ts'

/** Un message de passage, entre deux filets : ce qui s'est fait, et comment y revenir. */
export const FlashMessage = ({ flash }: { flash: Flash }) => (
  <p class={flash.genre === 'passe' ? 'flash' : `flash ${flash.genre}`} role="status">
    <strong>{flash.fort}</strong>
    {flash.suite ? ` ${flash.suite}` : null}
    {flash.lien ? (
      <>
        {' '}
        <a href={flash.lien.href}>{flash.lien.libelle}</a>
      </>
    ) : null}
  </p>
)

/**
 * La page d’après une demande sans compte : où lire le courriel qui vient de partir. Sans serveur d’envoi rien n’arrive dans aucune boîte,
 * et le titre ne dit pas d’y regarder.
 */
export const dansVotreBoite = (lede: string): { readonly title: string; readonly lede: string } => {
  const { sansEnvoi } = pageContext()
  if (sansEnvoi === 'oui')
    return {
      title: 'Aucun courriel ne part d’ici',
      lede: 'Votre demande est notée, mais le lien attend sur la machine : le serveur d’envoi n’est pas réglé. Prévenez la personne qui tient ce site.',
    }
  return sansEnvoi === 'demonstration'
    ? { title: 'Regardez la boîte d’essai', lede: `${lede} Ici, chacun le lit à l’adresse /courriels.` }
    : { title: 'Regardez votre boîte', lede }
}

/** Où tant de pages disent qu'un courriel part : sans serveur d'envoi, elles disent aussi qu'il n'arrive pas. */
export const SansEnvoi = () =>
  pageContext().sansEnvoi === 'oui' ? (
    <p class="flash" role="status">
      <strong>Aucun courriel ne part d’ici.</strong> Le serveur d’envoi n’est pas réglé : liens, invitations
      et convocations attendent sur la machine, jusqu’à ce que la personne qui la tient règle{' '}
      <code>SMTP_URL</code>.
    </p>
  ) : null

/** Le même, composé à la main dans une page. */
export const Alert = ({
  genre = 'passe',
  fort,
  children,
}: {
  genre?: Flash['genre']
  fort: string
  children?: Child
}) => (
  <p class={genre === 'passe' ? 'flash' : `flash ${genre}`} role="status">
    <strong>{fort}</strong> {children}
  </p>
)

/** Un refus : ce qui se passe, l'article, la sortie. */
export const RefusBlock = ({ refus }: { refus: Refus }) => (
  <section class="refus" aria-labelledby="refus-t" role="alert">
    <h2 id="refus-t">{refus.titre ?? 'Cela ne peut pas se faire maintenant'}</h2>
    <p>
      {refus.phrase}
      {refus.loi ? (
        <>
          {' '}
          <span class="loi">{refus.loi}</span>
        </>
      ) : null}
    </p>
    {refus.issues && refus.issues.length > 0 ? (
      <p>
        {refus.issues.map((i, n) => (
          <>
            {n === 0 ? '' : n + 1 === refus.issues?.length ? ' ou ' : ', '}
            <a href={i.href}>{i.libelle}</a>
          </>
        ))}
        .
      </p>
    ) : null}
  </section>
)

const nombres = ['Une', 'Deux', 'Trois', 'Quatre', 'Cinq', 'Six', 'Sept', 'Huit', 'Neuf', 'Dix']

/**
 * La liste des champs à reprendre, chacun par un lien. `noms` dit le nom à lire devant la phrase
 * (« Effectif minimal ») ; sans lui, la phrase seule.
 */
export const Reprendre = ({
  form,
  noms = {},
}: {
  form: FormState
  noms?: Readonly<Record<string, string>>
}) => {
  const fautes = [...form.errors]
  if (fautes.length === 0) return null
  const n = fautes.length
  const perdus = [...form.lost.values()]
  return (
    <section class="reprendre" aria-labelledby="reprendre-t" id="reprendre" tabindex={-1} role="alert">
      <h2 id="reprendre-t">
        {nombres[n - 1] ?? String(n)} réponse{n > 1 ? 's' : ''} à reprendre
      </h2>
      <p>
        Tout ce que vous avez écrit est gardé
        {perdus.length > 0
          ? `, sauf ${perdus.length > 1 ? 'les fichiers' : 'le fichier'} à choisir de nouveau\u00a0: ${perdus.join(', ')}`
          : null}
        .
      </p>
      <ol>
        {fautes.map(([nom, phrase]) => (
          <li>
            <a href={`#${fieldId(nom)}`}>
              {libelleDe(nom, noms)}
              {phrase}
            </a>
          </li>
        ))}
      </ol>
    </section>
  )
}

/** `seances[1].fin` prend son nom de `seances` (« Séance ») : « Séance 2 : ». */
const libelleDe = (nom: string, noms: Readonly<Record<string, string>>): string => {
  const exact = Object.hasOwn(noms, nom) ? noms[nom] : undefined
  if (exact) return `${exact}\u00a0: `
  const rang = /^([^[]+)\[(\d+)\]/.exec(nom)
  const tete = rang?.[1]
  if (!tete || !Object.hasOwn(noms, tete)) return ''
  return `${noms[tete]} ${Number(rang?.[2]) + 1}\u00a0: `
}

/** Une liste vide dit ce qui la remplira. */
export const Empty = ({ titre, children, gestes }: { titre: string; children?: Child; gestes?: Child }) => (
  <div class="vide">
    <p class="title">{titre}</p>
    {children ? <p>{children}</p> : null}
    {gestes ? <p>{gestes}</p> : null}
  </div>
)

/** Un travail long : combien de fait, depuis quand, comment l'arrêter. */
export const Progress = ({
  libelle,
  fait,
  sur,
  children,
  id = 'travail',
}: {
  libelle: string
  fait: number
  sur: number
  children?: Child
  id?: string
}) => (
  <div class="long">
    <p>
      <label for={id}>{libelle}</label>
    </p>
    <progress id={id} max={sur} value={fait}>
      {fait} sur {sur}
    </progress>
    {children ? <p class="sub">{children}</p> : null}
  </div>
)
