/** Ce qui se remet aux stagiaires : programme, informations de L6353-8, convocation. Pur, comme `donnees-pieces.ts`. */
import type { DateCivile } from '#kernel/dates.ts'
import type { ConvocationV1, InformationStagiaireV1, ProgrammeV1 } from './documents/dossier.v1.ts'
import {
  actionDe,
  contactDe,
  type Donnees,
  distanceDe,
  type FaitsDePiece,
  lignes,
  lireSequences,
  modalites,
  premiere,
  referentDe,
} from './donnees-pieces.ts'

export const donneesProgramme = (
  f: FaitsDePiece,
  version: { readonly numero: number; readonly le: DateCivile },
): Donnees<ProgrammeV1> => {
  const { contenu: c, session: s } = f
  const contact = contactDe(f)
  const { referent, ...joindre } = referentDe(f)
  return {
    organisme: f.organisme,
    version,
    formation: {
      intitule: s.intitule,
      public: c.publicVise,
      prerequis: c.prerequis,
      objectifs: c.objectifs.length > 0 ? c.objectifs : lignes(c.resultats),
      sequences: lireSequences(c.contenu).map((x) => ({
        titre: x.sequence,
        minutes: 0,
        contenu: x.detail ? x.detail.split(/\s*;\s*/) : [x.sequence],
      })),
      minutes: c.duree ?? s.prevu.minutes,
      jours: s.prevu.jours,
      modalite: modalites[s.modalite].replace(/^./, (l) => l.toLocaleUpperCase('fr')),
      lieu: s.lieu,
      effectif: { minimum: s.effectifMin ?? 1, maximum: s.capacite ?? s.effectifMin ?? 1 },
      moyens: [...lignes(c.methodes), ...lignes(c.moyensTechniques), ...lignes(c.encadrement)],
      formateurs: s.formateurs,
      ...distanceDe(f),
      suivi: c.suivi,
      evaluation: c.evaluation,
      sanction: c.sanction,
      ...(c.certLibelle
        ? {
            certification: {
              libelle: c.certLibelle,
              code: c.certification ?? '',
              enregistreeLe: c.certDu ?? '',
              certificateur: c.certificateur,
              blocs: c.certBlocs.join(' ; ') || 'aucun',
              equivalences: c.certPasserelles,
              debouches: c.certDebouches,
            },
          }
        : {}),
      ...(c.indicateurs && !c.sansResultat
        ? { resultatsTexte: { texte: c.indicateurs, base: c.indicateursBase } }
        : {}),
      acces: [c.acces, c.delaiAcces].filter(Boolean).join('\n\n'),
      contact,
      tarifs: c.prix === null ? [] : [{ formule: 'Par stagiaire', prix: c.prix, unite: 'une personne' }],
      mentionTva: f.mentionTva.texte ?? 'TVA au taux de 20 %, comprise',
      handicap: c.accessibilite,
      referent: { nom: referent, ...joindre },
    },
  }
}

export const donneesConvocation = (
  f: FaitsDePiece,
  s: { readonly prenom: string; readonly nom: string; readonly entreprise: string | null },
): Donnees<ConvocationV1> => {
  const { intitule, minutes, jours, debut, fin, modalite, lieu, seances, acces, formateurs } = actionDe(f, 1)
  const contact = contactDe(f)
  return {
    organisme: f.organisme,
    ...premiere(f),
    stagiaire: { prenom: s.prenom, nom: s.nom, ...(s.entreprise ? { entreprise: s.entreprise } : {}) },
    references: { session: f.session.numero },
    action: { intitule, minutes, jours, debut, fin, modalite, lieu, seances, acces, formateurs },
    ...(f.session.connexion ? { connexion: `Connectez-vous par ${f.session.connexion}` } : {}),
    materiel: 'De quoi écrire. Rien d’autre n’est demandé, sauf mot contraire de la personne qui forme.',
    contacts: { administratif: contact, pedagogique: contact },
    joints: f.jointes.map((j) => `${j.titre}, ${j.numero}`),
    fait: { le: f.aujourdhui },
  }
}

export const donneesInformation = (
  f: FaitsDePiece,
  frais: InformationStagiaireV1['frais'] | undefined,
): Donnees<InformationStagiaireV1> => {
  const {
    nature: _n,
    article: _a,
    moyens: _m,
    effectif: _e,
    effectifMaximum: _x,
    suivi: _s,
    distance: _d,
    ...action
  } = actionDe(f, 1)
  const ri = f.jointes.find((j) => j.titre === 'Règlement intérieur')
  return {
    organisme: f.organisme,
    ...premiere(f),
    references: { session: f.session.numero },
    action,
    relations: {
      ...contactDe(f),
      entite: f.organisme.nom,
    },
    reglementInterieur: { reference: ri?.numero ?? '' },
    ...(frais ? { frais } : {}),
    fait: { le: f.aujourdhui },
  }
}
