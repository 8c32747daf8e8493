/** Ce que l'émargement montre et sait d'une session : le tableau des signatures, l'arrêt « Certificats », deux gardes. */
import { formaterDate, nomDuJour } from '#kernel/dates.ts'
import { delaiCertificat, jourDuCertificat } from '#kernel/delais.ts'
import { formaterDuree, formaterHeure } from '#kernel/heures.ts'
import { asId } from '#kernel/id.ts'
import { heureLocale, jourLocal, ZONE_PAR_DEFAUT, type Zone } from '#kernel/zones.ts'
import { dossiersUneFois, type Inscrit, inscritsUneFois } from '#modules/inscriptions/index.ts'
import { peutVisiteur } from '#modules/organisme/index.ts'
import { type SeanceLue, sessionUneFois } from '#modules/sessions/index.ts'
import { type TenantTx, uneFois } from '#platform/db/index.ts'
import { type CodeEtat, Marque, Section } from '#web/components.tsx'
import type { FaitsDeSession, SessionContribution, SuiteDeSession } from '#web/contributions.ts'
import type { Visiteur } from '#web/env.ts'
import { withQuery } from '#web/links.ts'
import { certificatsASigner } from '../db/certificats.ts'
import type { CaseNue } from '../db/lectures.ts'
import { type DemiComptee, heuresDe } from '../documents/emissions-communes.ts'
import { certifiable } from '../domain/certifiable.ts'
import { casesUneFois, demisUneFois, faitesUneFois } from '../lecture/lire-une-fois.ts'
import {
  attestationsUrl,
  certificatsUrl,
  distanceUrl,
  feuillePdfUrl,
  feuilleUrl,
  registreExportUrl,
} from '../liens.ts'

/** Une demi-journée de la page : son jour et ses minutes à la pendule de la salle. */
type Demi = Pick<SeanceLue, 'id' | 'jour' | 'demiJournee' | 'debut' | 'fin' | 'tenue' | 'arreteeA'> & {
  readonly close: boolean
  readonly zone: Zone
}
type Case = CaseNue

/** Au-delà, les colonnes ne tiennent plus sur un écran : on va de feuille en feuille. */
const maxColonnes = 10

/** Une session telle que la page la montre : lue une fois, pour les faits puis pour la section. */
const lire = uneFois(async (tx, sessionId) => {
  const session = asId<'Session'>(sessionId)
  if (!session) return undefined
  const [lue, inscrits, dossiers, cases, faites] = await Promise.all([
    sessionUneFois(tx, session),
    inscritsUneFois(tx, session),
    dossiersUneFois(tx, session),
    casesUneFois(tx, session),
    faitesUneFois(tx, session),
  ])
  if (!lue) return undefined
  const demis = lue.seances.map((x): Demi => ({ ...x, close: faites.closes.has(x.id), zone: lue.zone }))
  // Celles que la feuille et le certificat disent : suspendue sans que rien y soit établi, une demi-journée n’est pas une heure prévue.
  const dites = new Set<string>([
    ...demis.filter((d) => d.tenue).map((d) => d.id),
    ...cases.filter((c) => c.presence.etat !== 'attendue').map((c) => c.seance),
  ])
  const comptees = (await demisUneFois(tx, lue)).filter((d) => dites.has(d.seance.id))
  const regimes = new Map(dossiers.map((d) => [d.id, d.regime]))
  /** Qui l’on certifie d’ici : reçue d’un autre organisme, une personne a un extrait, et lui son certificat. */
  const aCertifier = inscrits.filter(
    ({ etat, dossier }) =>
      certifiable({ etat, regime: (dossier && regimes.get(dossier)) ?? null, confiePar: null }).ok,
  )
  return { session, demis, dites, comptees, inscrits, aCertifier, cases, certifiees: faites.certifiees }
})

const court: Readonly<Record<string, string>> = { matin: 'mat.', 'apres-midi': 'a.-m.', soiree: 'soir' }
const long: Readonly<Record<string, string>> = {
  matin: 'matin',
  'apres-midi': 'après-midi',
  soiree: 'soirée',
}

/** Ce qui n’est pas signé manque dès que la demi-journée est finie : la feuille reste à clore, elle n’est plus à venir. */
const estPassee = (d: Demi, maintenant: Date): boolean =>
  d.close || ((d.tenue || d.arreteeA !== undefined) && d.fin <= maintenant)

const etatDe = (
  cases: readonly Case[],
  d: Demi,
  maintenant: Date,
): { etat: CodeEtat; manque?: string; emargee: boolean } => {
  const statuees = cases.filter((c) => c.presence.etat !== 'attendue').length
  const emargee = statuees > 0 || d.close
  if (cases.length === 0) return { etat: 'a-venir', emargee }
  if (statuees === cases.length) return { etat: 'prouve', emargee }
  if (statuees === 0 && !estPassee(d, maintenant)) return { etat: 'a-venir', emargee }
  return {
    etat: d.close || statuees === 0 ? 'manquant' : 'partiel',
    manque: `${statuees} sur ${cases.length}`,
    emargee,
  }
}

const faits = async (
  tx: TenantTx,
  sessionId: string,
  visiteur: Visiteur,
  maintenant: Date,
): Promise<FaitsDeSession> => {
  const lu = await lire(tx, sessionId)
  if (!lu || lu.demis.length === 0) return {}
  const { session, demis, dites, aCertifier, cases, certifiees } = lu
  // Suspendue sans que rien y soit établi, une demi-journée n’a ni case à statuer, ni feuille à clore, et n’est pas la fin de l’action.
  const dues = cases.filter((c) => dites.has(c.seance))
  const tenues = demis.filter((d) => d.tenue || d.arreteeA !== undefined)
  const presences = new Map<string, number>()
  for (const c of cases)
    if (c.presence.etat === 'signee') presences.set(c.inscription, (presences.get(c.inscription) ?? 0) + 1)
  const venus = aCertifier.filter((i) => presences.has(i.id))
  const emis = venus.filter((i) => certifiees.has(i.id)).length
  const tous = venus.length > 0 && emis === venus.length
  const jours = (dites.size > 0 ? demis.filter((d) => dites.has(d.id)) : demis).map((d) => d.jour).sort()
  const fin = jours.at(-1)
  const jour = fin && jourDuCertificat(fin)
  const aClore = tenues.find((d) => !d.close && d.debut <= maintenant)
  const finie = dites.size > 0 && tenues.every((d) => d.close)
  const aSigner = finie && tous ? await certificatsASigner(tx, session) : 0
  const enRetard =
    finie && venus.length > 0 && jour !== undefined && jour < jourLocal(maintenant, ZONE_PAR_DEFAUT)
  const emet = peutVisiteur(visiteur, 'documents.emettre')
  const suites: SuiteDeSession[] = [
    ...(aClore && cases.length > 0 && peutVisiteur(visiteur, 'emargement.lire', { estSien: true })
      ? [
          {
            rang: 20,
            chose: `Feuille du ${formaterDate(aClore.jour, 'complet')}, ${long[aClore.demiJournee]}`,
            geste: 'Ouvrir la feuille',
            href: feuilleUrl({ session, seance: aClore.id }),
          },
        ]
      : []),
    ...(emet && finie && venus.length > 0 && (!tous || aSigner > 0)
      ? [
          {
            rang: 30,
            chose: tous
              ? `Signer et remettre ${aSigner > 1 ? `les ${aSigner} certificats` : 'le certificat'}`
              : 'Émettre les certificats de réalisation',
            geste: tous ? 'Signer et remettre' : 'Émettre',
            href: certificatsUrl({ session }),
          },
        ]
      : []),
  ]
  return {
    suites,
    seances: new Map(
      demis.map((d) => [
        d.id,
        etatDe(
          cases.filter((c) => c.seance === d.id),
          d,
          maintenant,
        ),
      ]),
    ),
    presences,
    gardes: {
      ...(dues.length > 0 ? { 'creneaux-statues': dues.every((c) => c.presence.etat !== 'attendue') } : {}),
      // Tous reçus d’un autre organisme : aucun certificat ne manque ici.
      ...(presences.size > 0 ? { 'certificats-emis': emis === venus.length } : {}),
    },
    arrets:
      jour && (venus.length > 0 || presences.size === 0)
        ? [
            {
              zone: 'apres',
              arret: {
                libelle: 'Certificats',
                href: certificatsUrl({ session }),
                // Leur jour est passé et il y a de quoi les émettre : ils manquent, ils ne sont plus à venir.
                etats: [tous ? 'prouve' : emis > 0 ? 'partiel' : enRetard ? 'manquant' : 'a-venir'],
                date: formaterDate(jour, 'court').replace(/ \d{4}$/, ''),
                iso: jour,
                ecart: `fin + ${delaiCertificat(fin)} j`,
                temps: tous ? 'fait' : 'a-venir',
                ...(emis > 0 && !tous ? { manque: `${emis} sur ${venus.length}` } : {}),
              },
            },
          ]
        : [],
  }
}

const Cellule = ({ c, demi, maintenant }: { c: Case | undefined; demi: Demi; maintenant: Date }) => {
  if (!c) return <td class="c" />
  const { presence } = c
  const [etat, mot]: readonly [CodeEtat, string] =
    presence.etat === 'signee'
      ? // Attestée après coup : l'heure serait celle de l'attestation, pas de la présence.
        [
          'prouve',
          c.regularisee ? 'régularisé' : formaterHeure(heureLocale(presence.signeeLe, demi.zone).minute),
        ]
      : presence.etat === 'absente'
        ? ['partiel', 'absent']
        : estPassee(demi, maintenant)
          ? ['manquant', 'manque']
          : ['a-venir', '']
  return (
    <td class={`c ${etat}`}>
      {/* « 9 h 05 » seul ne dit rien à qui ne voit pas la forme. */}
      <Marque etat={etat} mot={presence.etat === 'signee' && !c.regularisee ? 'signée à' : undefined} />{' '}
      {mot ? <span class="v">{mot}</span> : null}
    </td>
  )
}

/** Ce que chacun a suivi, et de cela ce que qui forme a attesté : compté une fois, pour le titre de la section et pour le tableau. */
const heuresDeChacun = (cases: readonly Case[], comptees: readonly DemiComptee[]) =>
  new Map(
    [...Map.groupBy(cases, (c) => c.inscription)].map(([inscription, siennes]) => {
      const regularisees = siennes.filter((c) => c.regularisee)
      const { planifieMin, suiviMin } = heuresDe(comptees, siennes)
      const attesteMin = regularisees.length > 0 ? heuresDe(comptees, regularisees).suiviMin : 0
      return [inscription, { siennes, planifieMin, suiviMin, attesteMin }] as const
    }),
  )
type Heures = ReturnType<typeof heuresDeChacun>

/** Ce qui est signé et ce que qui forme a attesté ne se confondent pas : un contrôleur compte les deux à part. */
const direHeures = (heures: Heures): string => {
  let [prevues, suivies, attestees] = [0, 0, 0]
  for (const h of heures.values()) {
    prevues += h.planifieMin
    suivies += h.suiviMin
    attestees += h.attesteMin
  }
  const signees = suivies - attestees
  return `${formaterDuree(signees)} signées${attestees > 0 ? ` et ${formaterDuree(attestees)} attestées` : ''} sur ${formaterDuree(prevues)} prévues`
}

const Tableau = ({
  demis,
  heures,
  inscrits,
  session,
  maintenant,
}: {
  demis: readonly Demi[]
  heures: Heures
  inscrits: readonly Inscrit[]
  session: string
  maintenant: Date
}) => {
  const jours = [...new Set(demis.map((d) => d.jour))]
  const lignes = inscrits.flatMap((i) => {
    const siennes = heures.get(i.id)
    return siennes ? [{ ...i, ...siennes }] : []
  })
  return (
    <table class="emarge">
      <caption class="unseen">Présences, par stagiaire et par demi-journée</caption>
      {/* Au-delà de six demi-journées, les colonnes se partagent la largeur : le nom n’y tiendrait plus. */}
      {demis.length <= 6 ? (
        <colgroup>
          <col />
          {demis.map(() => (
            <col class="k-j" />
          ))}
          <col class="k-h" />
        </colgroup>
      ) : null}
      <thead>
        <tr>
          <td rowspan={2} />
          {jours.map((j) => (
            <th scope="colgroup" colspan={demis.filter((d) => d.jour === j).length}>
              <span class="large">{nomDuJour(j).slice(0, 3)}. </span>
              <span class="num">{Number(j.slice(8))}</span>
            </th>
          ))}
          <th scope="col" rowspan={2} class="h">
            Présent
          </th>
        </tr>
        <tr>
          {demis.map((d) => (
            <th scope="col">
              <a href={feuilleUrl({ session, seance: d.id })}>
                <abbr title={long[d.demiJournee]}>
                  <span class="large">{court[d.demiJournee]}</span>
                  <span class="petit" aria-hidden="true">
                    {court[d.demiJournee]?.slice(0, 1).toUpperCase()}
                  </span>
                </abbr>
              </a>
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {lignes.map((l) => {
          return (
            <tr>
              <th scope="row">
                {l.prenom} {l.nom}
              </th>
              {demis.map((d) => (
                <Cellule c={l.siennes.find((c) => c.seance === d.id)} demi={d} maintenant={maintenant} />
              ))}
              <td class="h">{formaterDuree(l.suiviMin)}</td>
            </tr>
          )
        })}
      </tbody>
    </table>
  )
}

export const contributionEmargement: SessionContribution = {
  nom: 'emargement',
  rang: 60,
  faits,
  prelire: (tx, sessionId) => [lire(tx, sessionId)],
  async section(tx, sessionId, visiteur, maintenant) {
    // La page a déjà vérifié que la session est celle de la personne, si son droit s'y limite.
    if (!peutVisiteur(visiteur, 'emargement.lire', { estSien: true })) return undefined
    const lu = await lire(tx, sessionId)
    if (!lu || lu.cases.length === 0) return undefined
    const { session, demis, comptees, inscrits, cases } = lu
    const heures = heuresDeChacun(cases, comptees)
    return (
      <Section
        titre="Émargement"
        id="emargement"
        sous={direHeures(heures)}
        outils={[
          ...(peutVisiteur(visiteur, 'documents.emettre') && !visiteur.assistance
            ? [{ libelle: 'Feuille, PDF', href: feuillePdfUrl({ session }) }]
            : []),
          { libelle: 'Certificats', href: certificatsUrl({ session }) },
          { libelle: 'Attestations', href: attestationsUrl({ session }) },
          { libelle: 'À distance, au travail', href: distanceUrl({ session }) },
          ...(peutVisiteur(visiteur, 'registre.exporter') && cases.some((c) => c.presence.etat !== 'attendue')
            ? [{ libelle: 'Registre, à vérifier', href: withQuery(registreExportUrl(), { session }) }]
            : []),
        ]}
      >
        {demis.length <= maxColonnes ? (
          <Tableau
            demis={demis}
            heures={heures}
            inscrits={inscrits}
            session={session}
            maintenant={maintenant}
          />
        ) : (
          <p>Chaque feuille s’ouvre depuis la liste des séances.</p>
        )}
      </Section>
    )
  },
}
