import { jourLocal, ZONE_PAR_DEFAUT } from '#kernel/zones.ts'
import { chargesReprisesDe, listerDepots, manquesAuBilan } from '#modules/bpf/index.ts'
import {
  activitesCommunes,
  communeUrl,
  direConventionPerimee,
  type PrisesCae,
  visasDeLaCae,
} from '#modules/cae/index.ts'
import { catalogueUrl, compterOffres, nommerOffres } from '#modules/catalogue/index.ts'
import { type PrisesControles, retenuesDeLaFacture } from '#modules/controles/index.ts'
import {
  aUnCertificat,
  aUneConvention,
  conditionsDites,
  conditionsUrl,
  lireReglement,
  type PrisesDocuments,
  pieceUrl,
  reglementUrl,
} from '#modules/documents/index.ts'
import { aUneFeuilleClose } from '#modules/emargement/index.ts'
import { arretsDeLaSession, estArrete, type PrisesEtapes, retenusParArret } from '#modules/etapes/index.ts'
import {
  aUneFacture,
  facturesUrl,
  objetsEtFacturesSiens,
  type PrisesFacturation,
  peutFacturer,
  reglagesFacturesUrl,
} from '#modules/facturation/index.ts'
import {
  accuseesParmi,
  aUnDossier,
  direPerimee,
  dossierUrl,
  lireVenue,
  noterAccusePapier,
  offrirDeCommencer,
  offrirDeRenoncer,
  renoncerParLien,
  suivreSignature,
} from '#modules/inscriptions/index.ts'
import {
  depensesDesEchanges,
  genresVisesDesEchanges,
  missionUrl,
  type PrisesMutualisation,
  suivreSignatureDeMission,
} from '#modules/mutualisation/index.ts'
import type { Prises } from '#modules/organisme/index.ts'
import { nommerPoles } from '#modules/pole/index.ts'
import {
  actionDeReponseUrl,
  adaptationDeReponseUrl,
  affaireDeReponseUrl,
  aUnCadre,
  besoinDeReponseUrl,
  cadreUrl,
  classerLieuPrete,
  classerMission,
  classerPieceRemise,
  classerSupport,
  supportsDeLEnseigne,
  trousDesSessions,
} from '#modules/qualite/index.ts'
import type { PrisesQuestionnaires } from '#modules/questionnaires/index.ts'
import { genresVisesDesAchats, type PrisesRessources } from '#modules/ressources/index.ts'
import {
  compterSessions,
  nommerSessions,
  nouvelleSessionUrl,
  planningUrl,
  sessionsEnCours,
  sessionsUrl,
  sessionUrl,
} from '#modules/sessions/index.ts'
import {
  aUnClient,
  aUnePersonne,
  importerCsvUrl,
  nommerEntreprises,
  nommerTiers,
} from '#modules/tiers/index.ts'
import type { AFaire } from '#web/contributions.ts'
import type { CoformeModule } from '#web/module.ts'
import { contributionsDuFil } from './contributions.ts'
import { acquisAttestationsUrl } from './liens.ts'
import { ordonner } from './ranger-journee.ts'

/** Ce que l'organisme demande aux modules de rang supérieur, qu'il ne connaît pas. */
export const prisesDeLOrganisme: Prises = {
  sessionsEnCours,
  nommeurs: {
    tiers: nommerTiers,
    entreprise: nommerEntreprises,
    session: nommerSessions,
    offre: nommerOffres,
    pole: nommerPoles,
  },
  etapes: [
    {
      titre: 'Votre règlement intérieur',
      phrase:
        'Il se joint à la première convention et se remet à chaque stagiaire (C. trav., art. L6352-3). Un texte est proposé : relisez-le, émettez-le.',
      href: reglementUrl(),
      fait: async (tx) => {
        const r = await lireReglement(tx)
        return r && !r.signe
          ? {
              mot: 'établi, à signer',
              phrase: `${r.numero} est établi\u00a0: il reste à le signer pour la coopérative. Il se remet à chaque stagiaire (C.\u00a0trav., art.\u00a0L6353-8).`,
              geste: 'Signer votre règlement',
              href: pieceUrl({ piece: r.id }),
            }
          : r !== undefined
      },
    },
    {
      titre: 'Votre catalogue',
      phrase: 'Écrivez une première offre, ou lisez le catalogue de votre Carif-Oref (fichier LHEO).',
      href: catalogueUrl(),
      fait: async (tx) => (await compterOffres(tx)) > 0,
    },
    {
      titre: 'Une première session',
      phrase: 'Une offre, des dates, une personne qui anime.',
      href: nouvelleSessionUrl(),
      fait: async (tx) => (await compterSessions(tx)) > 0,
    },
    {
      titre: 'Vos conditions',
      phrase:
        'Paiement, dédit, réclamations, médiateur : ce que vos conventions et contrats diront. Sans rien changer, celles que l’on propose valent.',
      href: conditionsUrl(),
      plusTard: true,
      fait: conditionsDites,
    },
    {
      jour: 'mardi',
      titre: 'Vos personnes',
      phrase: 'importez un tableau ; l’essai dit ce qui entrerait avant d’écrire.',
      href: importerCsvUrl({ genre: 'personnes' }),
      fait: aUnePersonne,
    },
    {
      jour: 'mardi',
      titre: 'Vos entreprises clientes',
      phrase: 'de même ; un SIRET fait une entreprise et une seule.',
      href: importerCsvUrl({ genre: 'entreprises' }),
      fait: aUnClient,
    },
    {
      jour: 'mercredi',
      titre: 'Un premier dossier client',
      phrase: 'sur votre session : qui achète, qui signe, qui paie. Le régime se calcule de là.',
      href: sessionsUrl(),
      fait: aUnDossier,
    },
    {
      jour: 'mercredi',
      titre: 'Votre IBAN et votre greffe',
      phrase:
        'la ville du greffe va aux conventions, contrats et factures d’une société (C. com., art. R123-237) ; une facture attend les deux pour partir.',
      href: reglagesFacturesUrl(),
      fait: peutFacturer,
    },
    {
      jour: 'mercredi',
      titre: 'Une convention, ou un contrat',
      phrase: 'regardez l’aperçu, émettez, faites signer par un lien.',
      href: sessionsUrl(),
      fait: aUneConvention,
    },
    {
      jour: 'jeudi',
      titre: 'Une première feuille close',
      phrase: 'les liens ou la tablette, puis la contresignature de qui anime.',
      href: planningUrl(),
      fait: aUneFeuilleClose,
    },
    {
      jour: 'vendredi',
      titre: 'Un premier certificat',
      phrase: 'il dit les heures réellement suivies, d’après le registre.',
      href: sessionsUrl(),
      fait: aUnCertificat,
    },
    {
      jour: 'vendredi',
      titre: 'Une première facture',
      phrase: 'le dossier la prépare de ce qui a été suivi.',
      href: facturesUrl(),
      fait: aUneFacture,
    },
    {
      jour: 'vendredi',
      titre: 'Votre cadre qualité',
      phrase: 'vos catégories d’actions, la date de l’audit : la grille se lit alors dans vos faits.',
      href: cadreUrl(),
      fait: aUnCadre,
    },
  ],
}

/** Ce que les documents demandent : qui vise, et qui apprend qu’une pièce est signée. */
export const prisesDesDocuments: PrisesDocuments = {
  visas: visasDeLaCae,
  apresSignature: (tx, s) =>
    s.objet.genre === 'mission' ? suivreSignatureDeMission(tx, s) : suivreSignature(tx, s),
  debutAnticipe: offrirDeCommencer,
  retractation: offrirDeRenoncer,
  retracter: renoncerParLien,
  perimee: async (tx, piece) => (await direPerimee(tx, piece)) ?? (await direConventionPerimee(tx, piece)),
  siens: async (tx, qui) => {
    const siens = await objetsEtFacturesSiens(tx, qui)
    return {
      ...siens,
      enseigne: new Set([...siens.enseigne, ...(await activitesCommunes(tx, qui.enseigne?.id ?? null))]),
    }
  },
  accuses: { lire: accuseesParmi, noter: noterAccusePapier },
  mener: async (tx, objet) => {
    if (objet.genre === 'mission') return { libelle: 'La mission', href: missionUrl({ mission: objet.id }) }
    if (objet.genre === 'activite-commune')
      return { libelle: 'L’activité commune', href: communeUrl({ activite: objet.id }) }
    const v = await lireVenue(tx, objet)
    if (!v) return undefined
    const href = v.dossier
      ? dossierUrl({ session: v.session, dossier: v.dossier })
      : sessionUrl({ session: v.session })
    return { libelle: v.nom, href }
  },
}

/** Où une réponse devient une affaire, une action, un besoin écrit ou une demande d’adaptation : la qualité les tient. */
export const prisesDesQuestionnaires: PrisesQuestionnaires = {
  suites: [
    {
      geste: 'En faire une réclamation',
      droit: 'evenements.signaler',
      href: (reponse) => affaireDeReponseUrl({ reponse }),
    },
    {
      geste: 'En faire une action d’amélioration',
      droit: 'registres.tenir',
      href: (reponse) => actionDeReponseUrl({ reponse }),
    },
    {
      geste: 'En tirer le besoin et le positionnement',
      droit: 'parcours.suivre',
      pour: 'besoin',
      href: (reponse) => besoinDeReponseUrl({ reponse }),
    },
    {
      geste: 'Ouvrir la demande d’adaptation',
      droit: 'handicap.ecrire',
      pour: 'adaptation',
      href: (reponse) => adaptationDeReponseUrl({ reponse }),
    },
  ],
  attestations: (session) => acquisAttestationsUrl({ session }),
  arrete: estArrete,
}

/** Ce qu’un arrêt retient : les avis et rappels des contrôles ne partent pas, et ne se perdent pas. */
export const prisesDesControles: PrisesControles = { arrets: arretsDeLaSession, retenus: retenusParArret }

/** Ce qui retient une facture, ce qu’un bilan transmis a figé, ce qu’une reprise compte : contrôles et bilan sont d’un rang supérieur. */
export const prisesDeLaFacturation: PrisesFacturation = {
  retenues: retenuesDeLaFacture,
  exercicesDeposes: listerDepots,
  depensesAttendues: depensesDesEchanges,
  chargesReprises: chargesReprisesDe,
}

/** Les preuves d’une mission vont aux registres de qui reçoit : la qualité les tient. */
export const prisesDeLaMutualisation: PrisesMutualisation = {
  classer: classerMission,
  classerDossier: classerPieceRemise,
  classerLieu: classerLieuPrete,
}

/** La copie à soi d’un document du pôle se range aux registres de la qualité, à adapter. */
export const prisesDesRessources: PrisesRessources = { classerSupport }

/** La journée d’une personne, la même liste qu’« Aujourd’hui » ; ce qui manque à des sessions, et les supports que tiennent les registres. */
export const prisesDeLaCae = (modules: () => readonly CoformeModule[]): PrisesCae => ({
  aFaire: (tx, regard) => prisesDesEtapes(modules).aFaire(tx, regard, 'tout'),
  genresAViser: [...genresVisesDesEchanges, ...genresVisesDesAchats],
  trous: trousDesSessions,
  auBilan: manquesAuBilan,
  supports: supportsDeLEnseigne,
  classerSupport,
})

/** La liste d’« Aujourd’hui » d’un membre : les mêmes contributions que sa page, dans le même ordre ; ce qui est lointain y est aussi. */
export const prisesDesEtapes = (modules: () => readonly CoformeModule[]): PrisesEtapes => ({
  async aFaire(tx, regard, quoi) {
    const lues: AFaire[] = []
    for (const c of [contributionsDuFil, ...modules().flatMap((m) => m.contributions ?? [])])
      if (quoi === 'tout' || c.avertit) lues.push(...((await c.aFaire?.(tx, regard)) ?? []))
    return ordonner(lues, jourLocal(regard.maintenant, ZONE_PAR_DEFAUT))
  },
})
