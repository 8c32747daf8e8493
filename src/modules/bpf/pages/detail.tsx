import { type DateCivile, formaterDate } from '#kernel/dates.ts'
import { formaterDuree } from '#kernel/heures.ts'
import { compter } from '#kernel/texte.ts'
import { jourLocal, ZONE_PAR_DEFAUT } from '#kernel/zones.ts'
import { distanceUrl, feuilleUrl } from '#modules/emargement/index.ts'
import { Etat, Table } from '#web/components.tsx'
import { withQuery } from '#web/links.ts'
import type { ElementSuivi } from '../db/a-part.queries.ts'
import type { SeanceSuivie } from '../db/detail.queries.ts'
import type { Case } from '../domain/composer.ts'
import { fractionDeDecimal } from '../domain/fraction.ts'
import { type RegleId, regles } from '../domain/regles.ts'
import type { LigneDeDetail } from '../lecture/detailler.ts'
import { direApport, direEuros, direHeures, direPeriodeDe, moments } from './dire.ts'

const taille = 100

/** Ce que la case additionne, en une phrase : le nombre d'enregistrements et la somme exacte. */
const titreDe = (c: Case, lignes: readonly LigneDeDetail[]): string => {
  const genre = lignes[0]?.genre
  if (genre === 'produit') return `${compter(lignes.length, 'produit')}, ${direEuros(c.exact)}`
  if (genre === 'charge') return `${compter(lignes.length, 'charge')}, ${direEuros(c.exact)}`
  if (genre === 'intervention') return `${compter(c.nombre, 'personne')}, ${direHeures(c.exact)} animées`
  return `${compter(lignes.length, 'inscription')}, ${direHeures(c.exact)} suivies`
}

const titresDe = (genre: LigneDeDetail['genre']): readonly [string, string, string, string] =>
  genre === 'produit'
    ? ['Payeur', 'Action', 'D’où', 'Montant']
    : genre === 'charge'
      ? ['Compte', 'Libellé', '', 'Montant']
      : genre === 'intervention'
        ? ['Personne', 'Action', '', 'Heures']
        : ['Stagiaire', 'Action', 'Séances', 'Suivi']

const Seances = ({ seances, jour }: { seances: readonly SeanceSuivie[]; jour: DateCivile }) => (
  <Table
    legende="Séance par séance, dans l’exercice"
    classe="rangs"
    lignes={seances}
    colonnes={[
      {
        titre: 'Séance',
        entete: true,
        cell: (s) =>
          s.reprise ? (
            `${formaterDate(s.jour, 'court')}, ${moments[s.moment] ?? s.moment}`
          ) : (
            <a href={feuilleUrl({ session: s.session, seance: s.seance })}>
              {formaterDate(s.jour, 'court')}, {moments[s.moment] ?? s.moment}
            </a>
          ),
      },
      {
        titre: 'D’où on le tient',
        cell: (s) =>
          s.cotraitee ? (
            <Etat etat="sans-objet" mot="assurée par un cotraitant, qui la déclare" />
          ) : s.etat === 'presente' ? (
            <Etat
              etat="prouve"
              mot={
                s.reprise
                  ? 'présent, reprise'
                  : s.signeeLe
                    ? `signé le ${formaterDate(jourLocal(s.signeeLe, ZONE_PAR_DEFAUT), 'court')}`
                    : 'présent'
              }
            />
          ) : s.etat === 'absente' ? (
            <Etat etat="sans-objet" mot="absent" />
          ) : s.jour > jour ? (
            <Etat etat="a-venir" />
          ) : (
            <Etat etat="manquant" mot="ni présence ni absence" />
          ),
      },
      {
        titre: 'Suivi',
        nombre: true,
        cell: (s) => (s.heures === null ? formaterDuree(s.suivies) : direHeures(fractionDeDecimal(s.heures))),
      },
    ]}
  />
)

const genresAPart: Readonly<Record<ElementSuivi['genre'], string>> = {
  realisation: 'activité réalisée à distance',
  'afest-situation': 'mise en situation de travail',
  'afest-reflexion': 'phase réflexive',
}

/** Ce qui s’est suivi hors des demi-journées : le temps estimé, jamais celui de connexion. */
const APart = ({ elements }: { elements: readonly ElementSuivi[] }) => (
  <Table
    legende="Hors des demi-journées, dans l’exercice"
    classe="rangs"
    lignes={elements}
    colonnes={[
      {
        titre: 'Activité',
        entete: true,
        cell: (e) => <a href={distanceUrl({ session: e.session })}>{e.intitule}</a>,
      },
      {
        titre: 'D’où on le tient',
        cell: (e) => `${genresAPart[e.genre]}, ${formaterDate(e.jour, 'court')}`,
      },
      { titre: 'Suivi', nombre: true, cell: (e) => formaterDuree(e.minutes) },
    ]}
  />
)

/** La case dépliée : chaque enregistrement et son apport exact, jusqu'à la séance signée. */
export const Deplie = ({
  c,
  lignes,
  ici,
  ligne,
  seances,
  elements,
  des,
  jour,
}: {
  c: Case
  lignes: readonly LigneDeDetail[]
  /** L'adresse de la page, sans recherche. */
  ici: string
  /** L'inscription dont on déplie les séances. */
  ligne: string | undefined
  seances: readonly SeanceSuivie[]
  /** Ce qu’elle a suivi hors des demi-journées. */
  elements: readonly ElementSuivi[]
  /** Le rang de la première ligne montrée. */
  des: number
  /** Aujourd’hui : une séance à venir n’est pas un manque. */
  jour: DateCivile
}) => {
  const [premiere] = lignes
  if (!premiere) return null
  const choisies =
    ligne === undefined ? lignes.slice(des, des + taille) : lignes.filter((l) => l.cle === ligne)
  const [qui, quoi, part, apport] = titresDe(premiere.genre)
  const url = (suite: Record<string, string | number | undefined>) =>
    `${withQuery(ici, { case: c.id, ...suite })}#deplie`
  const siennes = [...new Set(lignes.flatMap((l) => l.regles))] as RegleId[]
  return (
    <section class="deplie" aria-labelledby="deplie">
      <h3 id="deplie">{titreDe(c, lignes)}</h3>
      <Table
        legende="Ce qui fait cette case"
        classe="rangs"
        lignes={choisies}
        colonnes={[
          {
            titre: qui,
            entete: true,
            cell: (l) =>
              l.genre === 'inscription' ? (
                <a href={url({ ligne: l.cle })}>{l.qui}</a>
              ) : l.href ? (
                <a href={l.href}>{l.qui}</a>
              ) : (
                l.qui
              ),
          },
          {
            titre: quoi,
            cell: (l) => (
              <>
                {l.genre === 'inscription' && l.href ? <a href={l.href}>{l.quoi}</a> : l.quoi}{' '}
                {l.du ? <span class="sub">{direPeriodeDe(l)}</span> : null}
              </>
            ),
          },
          ...(part === '' ? [] : [{ titre: part, cell: (l: LigneDeDetail) => l.part }]),
          { titre: apport, nombre: true, cell: (l: LigneDeDetail) => direApport(l) },
        ]}
      />
      {ligne !== undefined && seances.length > 0 ? <Seances seances={seances} jour={jour} /> : null}
      {ligne !== undefined && elements.length > 0 ? <APart elements={elements} /> : null}
      <p>
        {ligne === undefined ? null : (
          <>
            <a href={url({})}>Voir {lignes.length > 1 ? `les ${lignes.length} lignes` : 'la ligne'}</a>.{' '}
          </>
        )}
        {ligne === undefined && lignes.length > taille ? (
          <>
            Lignes {des + 1} à {Math.min(des + taille, lignes.length)} sur {lignes.length}.{' '}
            {des > 0 ? <a href={url({ des: Math.max(0, des - taille) })}>Précédentes</a> : null}{' '}
            {des + taille < lignes.length ? <a href={url({ des: des + taille })}>Suivantes</a> : null}{' '}
          </>
        ) : null}
        <a href={`${ici}#${c.id}`}>Refermer</a>
      </p>
      <p class="sub">{siennes.map((r) => `${regles[r].enonce} (${r})`).join(' ')}</p>
    </section>
  )
}
