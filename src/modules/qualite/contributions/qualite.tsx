/** Ce que la qualité fait voir ailleurs : à chacun ses trous dans « Aujourd’hui », à chaque session son dossier. */
import { ajouterJours, type DateCivile, formaterDate } from '#kernel/dates.ts'
import { asId } from '#kernel/id.ts'
import { compter } from '#kernel/texte.ts'
import { jourLocal, ZONE_PAR_DEFAUT } from '#kernel/zones.ts'
import { inscritsUneFois } from '#modules/inscriptions/index.ts'
import { peutVisiteur } from '#modules/organisme/index.ts'
import { amenagementsDemandes } from '#modules/questionnaires/index.ts'
import { estSienne, sessionUneFois } from '#modules/sessions/index.ts'
import { type TenantTx, uneFois } from '#platform/db/index.ts'
import { Etat, Section, Table } from '#web/components.tsx'
import type { Contributions, SessionContribution } from '#web/contributions.ts'
import type { Visiteur } from '#web/env.ts'
import { adaptationsRecues, listerAffaires } from '../db/affaires.ts'
import { affectationsUneFois } from '../db/affectation.ts'
import { type CeQuiAttend, ceQuiAttend } from '../db/ce-qui-attend.queries.ts'
import { mesurerPour } from '../db/mesures.queries.ts'
import { missionsRecues } from '../db/missions.ts'
import { nommerFaits } from '../db/noms.queries.ts'
import { lireParcoursDeSession } from '../db/parcours.ts'
import { choisitQui } from '../domain/affaires.ts'
import { jugerAffectations } from '../domain/affectation.ts'
import { controleDe } from '../domain/controles/index.ts'
import { majuscule, minuscule } from '../domain/mots.ts'
import { motsDecision } from '../domain/parcours.ts'
import { jugerPlafond } from '../domain/sous-traitance.ts'
import { aujourdhui, codesDuCadre, lireEquipe, lireRegard } from '../lecture/lire-score.ts'
import { reparer } from '../lecture/ou.ts'
import {
  adaptationDeReponseUrl,
  aFaireUrl,
  affaireUrl,
  ameliorationUrl,
  dossierQualiteUrl,
  groupeUrl,
  indicateurUrl,
  missionUrl,
  parcoursUrl,
  sousTraitanceUrl,
  veilleRecueUrl,
} from '../liens.ts'
import { gesteDuManque } from './intervenant.tsx'
import { echeancesQualite, encartReclamations, volumesDeLAnnee } from './marge.tsx'

const jourCourt = (instant: string) => formaterDate(jourLocal(new Date(instant), ZONE_PAR_DEFAUT), 'court')

/** Au-delà, la journée ne serait plus qu’une liste de reproches : le reste se lit sur « Qui doit agir ». */
const auPlus = 5

/** Les audits qu’une autre coopérative nous demande de tenir, et ceux que l’on tient. */
const auditsAttendus = async (tx: TenantTx) =>
  (await missionsRecues(tx))
    .filter((m) => m.etat === 'propose' || (m.etat === 'accepte' && m.mienne && m.ouvert && !m.conclu))
    .map((m) => ({
      href: missionUrl({ organisme: m.organismeId, mission: m.id }),
      verbe: m.etat === 'propose' ? 'Répondre' : 'Auditer',
      chose: m.etat === 'propose' ? `à ${m.organisme}, qui vous demande d’être son auditeur` : m.organisme,
      detail: `Audit blanc, grille du ${formaterDate(m.auditLe as DateCivile, 'court')}.`,
      geste: m.etat === 'propose' ? 'Répondre' : 'Auditer',
    }))

/** La part du CPF confiée au dehors, quand elle approche du plafond de l’année. */
const plafondAttendu = async (tx: TenantTx, maintenant: Date) => {
  const an = await volumesDeLAnnee(tx, aujourdhui(maintenant))
  const p = an && jugerPlafond(an)
  return p && (p.etat === 'manquant' || p.etat === 'partiel')
    ? [
        {
          href: sousTraitanceUrl(),
          verbe: 'Surveiller',
          chose: 'la part du CPF confiée au dehors',
          detail: p.phrase,
          geste: 'Voir',
        },
      ]
    : []
}

/** Les aménagements que des stagiaires demandent dans un questionnaire, et que personne n’a encore ouverts, ni de là, ni autrement. */
const amenagementsAttendus = async (tx: TenantTx, jour: DateCivile) => {
  const demandes = await amenagementsDemandes(tx, ajouterJours(jour, -365))
  const recues = await adaptationsRecues(
    tx,
    demandes.map((a) => a.inscription),
  )
  return demandes
    .filter((a) => (recues.get(a.inscription) ?? '') < a.le)
    .slice(0, auPlus)
    .map((a) => ({
      href: adaptationDeReponseUrl({ reponse: a.reponse }),
      verbe: 'Répondre',
      chose: `à ${a.nom}, qui demande un aménagement`,
      detail: `${a.intitule ? `${a.intitule}, ` : ''}réponse du ${formaterDate(a.le, 'court')}.`,
      geste: 'Ouvrir la demande',
    }))
}

/** Les signalements confiés à cette personne, hors de la direction, et qu’elle n’a pas clos ; ceux qu’elle doit confier à une autre. */
const signalementsConfies = async (tx: TenantTx, compte: string) =>
  (await listerAffaires(tx, ['signalement']))
    .filter((a) => choisitQui(a, compte) && !a.suites.some((s) => s.genre === 'cloture'))
    .slice(0, auPlus)
    .map((a) => {
      const recu = `Reçu le ${formaterDate(a.recuLe as DateCivile, 'court')}`
      return {
        href: affaireUrl({ affaire: a.id }),
        ...(a.confieA === compte
          ? {
              verbe: 'Traiter',
              chose: 'un signalement qui vous est confié',
              detail: `${recu} ; personne d’autre ne le lit.`,
              geste: 'Ouvrir',
            }
          : {
              verbe: 'Confier',
              chose: 'votre signalement à une autre personne',
              detail: `${recu} ; la personne à qui vous l’aviez confié n’est plus de l’équipe.`,
              geste: 'Choisir',
            }),
      }
    })

const veillesALire = ({ veilles }: CeQuiAttend) =>
  veilles.map((v) => ({
    href: veilleRecueUrl({ ligne: v.ligne }),
    verbe: 'Lire',
    chose: `la veille «\u00a0${v.titre}\u00a0»`,
    detail: `Transmise le ${jourCourt(v.le)}${v.relance ? `, redemandée le ${jourCourt(v.relance)}` : ''}\u00a0: dites ce que vous en faites.`,
    geste: 'Lire',
  }))

const ameliorationsAttendues = ({ toutes, ameliorations }: CeQuiAttend, visiteur: Visiteur) =>
  visiteur.cae && peutVisiteur(visiteur, 'ameliorations.tenir', { estSien: !toutes })
    ? ameliorations.map((a) => ({
        href: ameliorationUrl({ ligne: a.id }),
        verbe: toutes ? 'Répondre' : 'Mener',
        chose: toutes
          ? `à ${a.enseigne}, qui fait monter une amélioration`
          : `l’amélioration «\u00a0${a.titre}\u00a0»`,
        detail: toutes
          ? `«\u00a0${a.titre}\u00a0»\u00a0: la coopérative la prend, ou la laisse à l’enseigne.`
          : 'La coopérative la demande à votre enseigne.',
        geste: toutes ? 'Répondre' : 'Ouvrir',
      }))
    : []

export const contributionsQualite: Contributions = {
  echeances: echeancesQualite,
  encart: encartReclamations,
  async aFaire(tx, { visiteur, maintenant }) {
    const ecrit = peutVisiteur(visiteur, 'qualite.ecrire')
    const [confies, attendu, amenagements, audits, cpf, entier, equipe] = await Promise.all([
      signalementsConfies(tx, visiteur.personneId),
      peutVisiteur(visiteur, 'veilles.lire') ? ceQuiAttend(tx, visiteur.personneId) : undefined,
      peutVisiteur(visiteur, 'handicap.ecrire') ? amenagementsAttendus(tx, aujourdhui(maintenant)) : [],
      ecrit ? auditsAttendus(tx) : [],
      ecrit ? plafondAttendu(tx, maintenant) : [],
      lireRegard(tx, maintenant),
      lireEquipe(tx),
    ])
    const demandes = [
      ...confies,
      ...(attendu ? [...veillesALire(attendu), ...ameliorationsAttendues(attendu, visiteur)] : []),
      ...amenagements,
      ...audits,
    ]
    // La page d’accueil ne relit que les six derniers mois ; le reste est sur « Qui doit agir ».
    const recent = ajouterJours(entier.jour as DateCivile, -180)
    const regard = {
      ...entier,
      cadre: { ...entier.cadre, depuis: [entier.cadre.depuis, recent].sort()[1] ?? recent },
    }
    // Tant que personne n’a dit quel audit se prépare, la grille ne réclame rien.
    if (!regard.pose) return [...demandes, ...cpf]
    const codes = codesDuCadre(regard.cadre)
    const siens = codes.filter((c) =>
      visiteur.roles.includes(equipe.roleDe(controleDe(c)?.agit ?? 'responsable')),
    )
    const trous = await mesurerPour(tx, regard, codes, visiteur.personneId, siens)
    const noms = await nommerFaits(
      tx,
      trous.flatMap((m) => m.pire ?? []),
    )
    const ranges = trous.toSorted((a, b) => (a.pire?.jour ?? '').localeCompare(b.pire?.jour ?? ''))
    const reste = ranges.slice(auPlus)
    return [
      ...demandes,
      ...cpf,
      ...ranges.slice(0, auPlus).flatMap((m) => {
        const c = controleDe(m.code)
        if (!c || !m.pire) return []
        const nom = noms.get(m.pire.objet)
        const ou = reparer(c, m.pire, nom)
        const detail = `${nom ? `${nom.libelle}${nom.detail ? `, ${nom.detail}` : ''}\u00a0: ` : ''}${m.pire.quoi} (indicateur ${c.indicateur}).`
        return [
          {
            href: ou?.href ?? indicateurUrl({ numero: c.indicateur }),
            verbe: 'Compléter',
            chose: `${minuscule(c.de)}${m.total > 1 ? `, ${compter(m.total, 'trou')}` : ''}`,
            detail: majuscule(detail),
            geste: ou?.geste ?? 'Voir',
          },
        ]
      }),
      ...(reste.length > 0 && peutVisiteur(visiteur, 'qualite.lire')
        ? [
            {
              href: aFaireUrl(),
              verbe: 'Reprendre',
              chose: `${compter(reste.length, 'autre contrôle')} de la grille`,
              detail: 'Le reste de ce que la qualité attend de vous, du plus ancien au plus récent.',
              geste: 'Voir la liste',
            },
          ]
        : []),
    ]
  },
}

const parcoursUneFois = uneFois(lireParcoursDeSession)

/** La clientèle ne lit que ses dossiers : le parcours de tous n’est pas le sien. */
const suitLeParcours = (visiteur: Visiteur, objet: { readonly estSien: boolean }): boolean =>
  peutVisiteur(visiteur, 'inscriptions.lire', objet) &&
  (peutVisiteur(visiteur, 'parcours.suivre', objet) || peutVisiteur(visiteur, 'qualite.lire'))

/** Les états où une session se planifie encore : reportée, elle repasse par « ouverte » avant d’être confirmée. */
const aConfirmer: ReadonlySet<string> = new Set(['brouillon', 'ouverte'])
/** Ceux où qui anime change encore : son contrat manque alors à la session, quoi que dise sa fiche. */
const engagees: ReadonlySet<string> = new Set(['confirmee', 'en-cours'])

export const contributionSessionQualite: SessionContribution = {
  nom: 'qualite',
  rang: 90,
  prelire: (tx, sessionId, visiteur) =>
    suitLeParcours(visiteur, { estSien: true }) ? [parcoursUneFois(tx, sessionId)] : [],
  async faits(tx, sessionId, visiteur) {
    const id = asId<'Session'>(sessionId)
    const session = id && (await sessionUneFois(tx, id))
    const engagee = session !== undefined && engagees.has(session.etat)
    if (!session || !(engagee || aConfirmer.has(session.etat))) return {}
    const lues = await affectationsUneFois(tx, id)
    if (!lues || lues.intervenants.length === 0) return {}
    const { manques: tous, gardes } = jugerAffectations(lues)
    // Confirmée, elle ne se confirme plus : ce qui manque à qui l’anime se lit sur sa fiche. Un contrat, lui, manque à la session :
    // qui remplace la veille n’en a souvent pas.
    const manques = engagee
      ? tous.filter((m) => m.exigence === 'contrat' || m.exigence === 'contrat-cpf')
      : tous
    if (engagee && manques.length === 0) return {}
    // Les pièces d’une personne sont à qui les tient : les autres ne voient que la réponse des gardes.
    if (!peutVisiteur(visiteur, 'sessions.planifier')) return engagee ? {} : { gardes }
    return {
      ...(engagee ? {} : { gardes }),
      manques: manques.map((m) => ({
        etat: m.severite === 'bloque' ? ('manquant' as const) : ('partiel' as const),
        chose: (
          <>
            {m.phrase} <small>{m.source}</small>
          </>
        ),
        qui: 'L’équipe',
        quand: m.severite === 'bloque' && !engagee ? 'avant de confirmer' : 'avant le premier jour',
        geste: gesteDuManque(m, peutVisiteur(visiteur, 'registres.tenir')),
      })),
    }
  },
  async section(tx, sessionId, visiteur) {
    const id = asId<'Session'>(sessionId)
    const session = id && (await sessionUneFois(tx, id))
    if (!session || !suitLeParcours(visiteur, { estSien: estSienne(session, visiteur.personneId) }))
      return undefined
    const [inscrits, parcours] = await Promise.all([
      inscritsUneFois(tx, session.id),
      parcoursUneFois(tx, session.id),
    ])
    const parInscription = new Map(parcours.map((p) => [p.inscription, p]))
    const stagiaires = inscrits.flatMap((i) => {
      const sien = parInscription.get(i.id)
      return sien ? [{ ...sien, nom: `${i.prenom} ${i.nom}` }] : []
    })
    const estSien = estSienne(session, visiteur.personneId)
    const outils = [
      ...(stagiaires.length > 1 && peutVisiteur(visiteur, 'parcours.suivre', { estSien })
        ? [{ libelle: 'Écrire pour tout le groupe', href: groupeUrl({ session: session.id }) }]
        : []),
      ...(peutVisiteur(visiteur, 'qualite.lire')
        ? [{ libelle: 'Le dossier qu’ouvre l’auditeur', href: dossierQualiteUrl({ session: session.id }) }]
        : []),
    ]
    return (
      <Section
        titre="Parcours"
        id="parcours"
        outils={outils}
        {...(stagiaires.length === 0
          ? { serre: true }
          : {
              plie: [
                compter(stagiaires.filter((s) => !s.recueilli).length, 'besoin à recueillir', {
                  pluriel: 'besoins à recueillir',
                  zero: 'Chaque besoin est recueilli',
                }),
                compter(stagiaires.filter((s) => !s.decision).length, 'suite à décider', {
                  pluriel: 'suites à décider',
                  zero: 'chaque suite décidée',
                }),
              ].join(', '),
            })}
      >
        {stagiaires.length === 0 ? (
          <p>Le besoin et le positionnement de chacun s’écriront ici.</p>
        ) : (
          <Table
            legende="Entrée et suivi de chaque stagiaire"
            lignes={stagiaires}
            colonnes={[
              {
                titre: 'Stagiaire',
                entete: true,
                cell: (s) => (
                  <a href={parcoursUrl({ session: session.id, inscription: s.inscription })}>{s.nom}</a>
                ),
              },
              {
                titre: 'Besoin',
                cell: (s) =>
                  s.recueilli ? (
                    <Etat etat="prouve" mot="recueilli" />
                  ) : (
                    <Etat etat="a-venir" mot="à recueillir" />
                  ),
              },
              {
                titre: 'Suite du positionnement',
                cell: (s) =>
                  s.decision ? (
                    motsDecision[s.decision as keyof typeof motsDecision]
                  ) : (
                    <Etat etat="a-venir" mot="à décider" />
                  ),
              },
              { titre: 'Traces de suivi', nombre: true, cell: (s) => s.suivis },
            ]}
          />
        )}
      </Section>
    )
  },
}
