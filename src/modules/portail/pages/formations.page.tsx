import { Hono } from 'hono'
import { formaterDuree } from '#kernel/heures.ts'
import { asId } from '#kernel/id.ts'
import { formaterMontant } from '#kernel/montant.ts'
import { jourLocal, ZONE_PAR_DEFAUT } from '#kernel/zones.ts'
import {
  chercherFiches,
  type FiltreFiches,
  ficheUrl,
  type LigneFiche,
  libelleNsf,
  type Modalite,
  modalites,
  type Nature,
  natures,
  specialitesEnLigne,
} from '#modules/catalogue/index.ts'
import type { Services } from '#platform/services.ts'
import { FilterField, Filters } from '#web/components.tsx'
import type { Env } from '#web/env.ts'
import { withQuery } from '#web/links.ts'
import { formationsUrl } from '../liens.ts'
import { Cadre } from './cadre.tsx'

const taille = 30

type Choix = { q: string; modalite: string; nature: string; nsf: string; certifiante: string }

/** Ce que l’adresse demande : une valeur inconnue est une absence, jamais une erreur. */
const lireChoix = (lire: (nom: string) => string | undefined, specialites: readonly string[]): Choix => {
  const texte = (nom: string) => (lire(nom) ?? '').toWellFormed().replaceAll('\0', '').slice(0, 100)
  const parmi = (nom: string, table: object) => {
    const v = texte(nom)
    return Object.hasOwn(table, v) ? v : ''
  }
  return {
    q: texte('q'),
    modalite: parmi('modalite', modalites),
    nature: parmi('nature', natures),
    nsf: specialites.includes(texte('nsf')) ? texte('nsf') : '',
    certifiante: texte('certifiante') === 'oui' ? 'oui' : '',
  }
}
const enFiltre = (c: Choix): FiltreFiches => ({
  q: c.q,
  modalite: (c.modalite || undefined) as Modalite | undefined,
  nature: (c.nature || undefined) as Nature | undefined,
  nsf: c.nsf || undefined,
  certifiante: c.certifiante === 'oui',
})

/** Le repère de la page suivante : l’intitulé replié et l’offre de la dernière ligne montrée. */
const lireRepere = (brut: string | undefined): readonly [string, string] | undefined => {
  if (!brut || brut.length > 1_000) return undefined
  const [offre = '', ...pli] = Buffer.from(brut, 'base64url').toString('utf8').split(' ')
  const id = asId<'Offre'>(offre)
  return id ? [pli.join(' ').replaceAll('\0', ''), id] : undefined
}
const ecrireRepere = (f: LigneFiche): string => Buffer.from(`${f.offre} ${f.pli}`).toString('base64url')

const options = (table: Readonly<Record<string, string>>, tout: string) => [
  { value: '', label: tout },
  ...Object.entries(table).map(([value, label]) => ({ value, label })),
]

const Fiche = ({ f }: { f: LigneFiche }) => (
  <li>
    <h2>
      <a href={ficheUrl({ offre: f.offre })}>{f.intitule}</a>
    </h2>
    <p>
      {f.organismeNom}
      {f.nature === 'formation' ? '' : `, ${natures[f.nature].toLowerCase()}`}
    </p>
    <p class="sub">
      {formaterDuree(f.duree)}, {modalites[f.modalite].toLowerCase()}, {formaterMontant(f.prix)},{' '}
      {f.motDuPrix}
      {f.certification ? `, ${f.certification}` : ''}
    </p>
  </li>
)

type Props = {
  choix: Choix
  specialites: readonly string[]
  fiches: readonly LigneFiche[]
  suite: string | undefined
  canonique: string
}
const Vue = ({ choix, specialites, fiches, suite, canonique }: Props) => {
  const filtre = Object.values(choix).some((v) => v !== '')
  return (
    <Cadre
      title="Formations"
      description="Les formations publiées par les coopératives : objectifs, durée, prix, accès, accessibilité."
      canonique={canonique}
    >
      <div class="lecture publiques">
        <header class="tete">
          <h1>Formations</h1>
          <p class="lede">Ce que les coopératives proposent, tel qu’elles l’ont publié.</p>
        </header>
        <Filters label="Chercher une formation" action={formationsUrl()}>
          <FilterField name="q" label="Mots" value={choix.q} />
          <FilterField
            name="modalite"
            label="Modalité"
            value={choix.modalite}
            options={options(modalites, 'toutes')}
          />
          <FilterField
            name="nature"
            label="Nature"
            value={choix.nature}
            options={options(natures, 'toutes')}
          />
          <FilterField
            name="nsf"
            label="Spécialité"
            value={choix.nsf}
            options={options(Object.fromEntries(specialites.map((s) => [s, libelleNsf(s) ?? s])), 'toutes')}
          />
          <FilterField
            name="certifiante"
            label="Certification"
            value={choix.certifiante}
            options={[
              { value: '', label: 'avec ou sans' },
              { value: 'oui', label: 'menant à une certification' },
            ]}
          />
        </Filters>
        {fiches.length > 0 ? (
          <ul class="fiches">
            {fiches.map((f) => (
              <Fiche f={f} />
            ))}
          </ul>
        ) : filtre ? (
          <p>
            Aucune formation publiée ne répond à cette recherche. L’accent et la casse ne comptent pas.{' '}
            <a href={formationsUrl()}>Voir toutes les formations</a>
          </p>
        ) : (
          <p>
            Aucune formation n’est encore publiée ici. Une coopérative publie une offre de son catalogue quand
            toutes ses rubriques sont écrites : prérequis, objectifs, délai d’accès, prix, accessibilité.
          </p>
        )}
        {suite ? (
          <p class="suite">
            <a href={suite} rel="next">
              Suite
            </a>
          </p>
        ) : null}
      </div>
    </Cadre>
  )
}

/** `/formations` : la liste de toutes les coopératives de l’instance, cherchée et filtrée par l’adresse. */
export const formationsPage = ({ db, config, clock }: Pick<Services, 'db' | 'config' | 'clock'>) =>
  new Hono<Env>().get(formationsUrl(), async (c) => {
    const jour = jourLocal(clock.now(), ZONE_PAR_DEFAUT)
    const repere = lireRepere(c.req.query('apres'))
    const { specialites, choix, lues } = await db.lire(async (tx) => {
      const enLigne = await specialitesEnLigne(tx, jour)
      const demande = lireChoix((nom) => c.req.query(nom), enLigne)
      return {
        specialites: enLigne,
        choix: demande,
        lues: await chercherFiches(tx, jour, enFiltre(demande), repere, taille),
      }
    })
    const fiches = lues.slice(0, taille)
    const derniere = fiches.at(-1)
    const suite =
      lues.length > taille && derniere
        ? withQuery(formationsUrl(), { ...choix, apres: ecrireRepere(derniere) })
        : undefined
    return c.html(
      <Vue
        choix={choix}
        specialites={specialites}
        fiches={fiches}
        suite={suite}
        canonique={`${config.origine}${formationsUrl()}`}
      />,
    )
  })
