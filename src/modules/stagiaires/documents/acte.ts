/** Les actes de la vie des stagiaires : ce que chacun dit, avec son article. */
import { type DateCivile, formaterDate } from '#kernel/dates.ts'
import { formaterDuree, formaterHeure } from '#kernel/heures.ts'
import { majuscule } from '#kernel/texte.ts'
import type { SessionLue } from '#modules/sessions/index.ts'
import type { ProcedureLue } from '../db/stagiaires.ts'
import { type Carence, type Election, minutesEcoulees, type SeancePrevue } from '../domain/delegues.ts'
import { etapes, type GenreEtape } from '../domain/discipline.ts'
import type { ActeStagiairesV1 } from './acte-stagiaires.v1.ts'

export type Acte = Pick<ActeStagiairesV1, 'titre' | 'article' | 'destinataire' | 'corps' | 'faits'> & {
  readonly genre: 'pv-delegues' | 'acte-disciplinaire'
  readonly libelle: string
  readonly objet: { readonly genre: 'session' | 'inscription'; readonly id: string }
}

/** La pièce qu’une étape fait écrire ; aucune pour l’entretien, le classement et les informations. */
export const acteDe = (
  p: Pick<ProcedureLue, 'prenom' | 'nom' | 'inscription'>,
  griefs: string,
  e: {
    readonly genre: GenreEtape
    readonly le: DateCivile
    readonly entretienLe: DateCivile | null
    readonly heure: number
    readonly lieu: string
    readonly sanction: string
    readonly motifs: string
  },
): Acte | undefined => {
  const base = {
    genre: 'acte-disciplinaire',
    destinataire: `${p.prenom} ${p.nom}`,
    libelle: `${majuscule(etapes[e.genre].nom)}, ${p.prenom} ${p.nom}`,
    objet: { genre: 'inscription', id: p.inscription },
  } as const
  const faits = [{ quoi: 'Faits reprochés', valeur: griefs }]
  switch (e.genre) {
    case 'griefs':
      return {
        ...base,
        titre: 'Information des griefs',
        article: 'R6352-4',
        corps: [
          'Aucune sanction ne peut être infligée sans que la personne ait été informée au préalable des griefs retenus contre elle. Voici ceux que nous retenons.',
          'Vous pouvez y répondre, de vive voix ou par écrit.',
        ],
        faits,
      }
    case 'convocation':
      return {
        ...base,
        titre: 'Convocation à un entretien',
        article: 'R6352-5',
        corps: [
          `Nous envisageons une sanction qui touche votre présence dans la formation. Vous êtes convoqué·e à un entretien le ${formaterDate(e.entretienLe ?? e.le, 'complet')} à ${formaterHeure(e.heure)}, ${e.lieu}.`,
          'Vous pouvez vous faire assister par la personne de votre choix, stagiaire ou salarié de l’organisme. Nous vous dirons le motif de la sanction envisagée et recueillerons vos explications.',
        ],
        faits,
      }
    case 'sanction':
      return {
        ...base,
        titre: 'Notification de la décision',
        article: 'R6352-6',
        corps: [`Après vous avoir informé·e des griefs, nous avons décidé : ${e.sanction}.`, e.motifs],
        faits,
      }
    default:
      return undefined
  }
}

/** Le procès-verbal d’un scrutin. `nom` : celui d’une personne inscrite ; `heure` : en minutes depuis minuit. */
export const procesVerbal = (
  scrutin: Election | Carence,
  e: {
    readonly session: Pick<SessionLue, 'id' | 'numero'>
    readonly seances: readonly SeancePrevue[]
    readonly tenuLe: DateCivile
    readonly heure: number
    readonly nom: (inscription: string) => string
  },
): Acte => {
  const elue = scrutin.genre === 'election'
  const dit = formaterDate(e.tenuLe, 'complet')
  return {
    genre: 'pv-delegues',
    titre: elue ? 'Procès-verbal d’élection des délégués' : 'Procès-verbal de carence',
    article: elue ? 'R6352-9 à R6352-13' : 'R6352-9 à R6352-12',
    destinataire: 'L’ensemble des stagiaires de la session',
    corps: elue
      ? [
          `Le scrutin uninominal à deux tours s’est tenu le ${dit}, à ${formaterHeure(e.heure)}, pendant les heures de formation${scrutin.tours === 1 ? ' ; le premier tour a suffi' : ''}. Tous les stagiaires étaient électeurs et éligibles.`,
          'Sont élus, simultanément, un délégué titulaire et un délégué suppléant. Leur mandat dure autant que l’action ; il prend fin quand ils cessent d’y participer.',
        ]
      : [
          `Le scrutin a été organisé le ${dit}, à ${formaterHeure(e.heure)}, pendant les heures de formation. Tous les stagiaires étaient électeurs et éligibles.`,
          `À l’issue du scrutin, la représentation des stagiaires n’a pu être assurée : ${scrutin.genre === 'carence' ? scrutin.motif : ''}`,
        ],
    faits: [
      {
        quoi: 'Heures de formation écoulées',
        valeur: formaterDuree(minutesEcoulees(e.seances, { jour: e.tenuLe, minute: e.heure })),
      },
      { quoi: 'Électeurs', valeur: String(scrutin.electeurs) },
      { quoi: 'Votants', valeur: String(scrutin.votants) },
      { quoi: 'Tours', valeur: String(scrutin.tours) },
      ...(scrutin.genre === 'election'
        ? [
            {
              quoi: 'Titulaire',
              valeur: `${e.nom(scrutin.titulaire.inscription)}, ${scrutin.titulaire.voix} voix`,
            },
            {
              quoi: 'Suppléant',
              valeur: `${e.nom(scrutin.suppleant.inscription)}, ${scrutin.suppleant.voix} voix`,
            },
          ]
        : []),
    ],
    libelle: `${elue ? 'Élection des délégués' : 'Carence de délégués'}, ${e.session.numero}`,
    objet: { genre: 'session', id: e.session.id },
  }
}
