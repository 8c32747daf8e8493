/** Ce que l'émargement montre et sait d'une session : le tableau des signatures, l'arrêt « Certificats », deux gardes. */
import { formaterDate } from '#kernel/dates.ts'
import { delaiCertificat, jourDuCertificat } from '#kernel/delais.ts'
import { asId } from '#kernel/id.ts'
import { jourLocal, ZONE_PAR_DEFAUT } from '#kernel/zones.ts'
import {
  dossiersUneFois,
  enEst,
  inscritsUneFois,
  piecesUneFois,
  porteeDe,
} from '#modules/inscriptions/index.ts'
import { peutVisiteur } from '#modules/organisme/index.ts'
import { sessionUneFois, tientEnTableau } from '#modules/sessions/index.ts'
import { type TenantTx, uneFois } from '#platform/db/index.ts'
import { type CodeEtat, Section } from '#web/components.tsx'
import type { FaitsDeSession, SessionContribution, SuiteDeSession } from '#web/contributions.ts'
import type { Visiteur } from '#web/env.ts'
import { withQuery } from '#web/links.ts'
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
import { type Case, type Demi, direHeures, estPassee, heuresDeChacun, long, Tableau } from './tableau.tsx'

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
  return {
    session,
    demis,
    dites,
    comptees,
    inscrits,
    dossiers,
    aCertifier,
    cases,
    certifiees: faites.certifiees,
  }
})

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
  // Sans case, une demi-journée d’avant l’arrivée de chacun n’a pas de feuille à clore.
  const attendues = new Set<string>(cases.map((c) => c.seance))
  const aTenir = tenues.filter((d) => attendues.has(d.id))
  const aClore = aTenir.find((d) => !d.close && d.debut <= maintenant)
  const finie = dites.size > 0 && aTenir.every((d) => d.close)
  const certificats = new Set<string>(lu.inscrits.map((i) => i.id))
  const aSigner =
    finie && tous
      ? (await piecesUneFois(tx, session)).filter(
          (p) => p.genre === 'certificat-realisation' && !p.signee && certificats.has(p.objet),
        ).length
      : 0
  const enRetard =
    finie && venus.length > 0 && jour !== undefined && jour < jourLocal(maintenant, ZONE_PAR_DEFAUT)
  const emet = peutVisiteur(visiteur, 'documents.emettre')
  const suites: SuiteDeSession[] = [
    ...(aClore && peutVisiteur(visiteur, 'emargement.lire', { estSien: true })
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
            direct: {
              href: certificatsUrl({ session }),
              champs: { geste: tous ? 'signer-remettre' : 'emettre' },
              libelle: tous
                ? `Signer et remettre ${aSigner > 1 ? `les ${aSigner} certificats` : 'le certificat'}`
                : 'Émettre les certificats de réalisation',
            },
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

export const contributionEmargement: SessionContribution = {
  nom: 'emargement',
  rang: 60,
  faits,
  prelire: (tx, sessionId) => [lire(tx, sessionId), piecesUneFois(tx, sessionId)],
  async section(tx, sessionId, visiteur, maintenant) {
    // La page a déjà vérifié que la session est celle de la personne, si son droit s'y limite.
    if (!peutVisiteur(visiteur, 'emargement.lire', { estSien: true })) return undefined
    const lu = await lire(tx, sessionId)
    if (!lu || lu.cases.length === 0) return undefined
    const { session, demis, comptees, inscrits, dossiers, cases } = lu
    const heures = heuresDeChacun(cases, comptees)
    const lue = await sessionUneFois(tx, session)
    const portee = lue && (await porteeDe(tx, visiteur, 'inscriptions.lire', lue))
    return (
      <Section
        titre="Émargement"
        id="emargement"
        sous={direHeures(heures)}
        // Avant le premier jour, rien n’y est encore : les noms se lisent aux stagiaires.
        plie={demis.some((d) => d.debut <= maintenant) ? undefined : 'Une colonne par demi-journée, à venir'}
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
        {tientEnTableau(demis) ? (
          <Tableau
            demis={demis}
            heures={heures}
            inscrits={inscrits}
            dossiers={portee ? dossiers.filter((d) => enEst(portee, d.id)) : []}
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
