/** Ce qui partirait à chacun, mot pour mot, pour une étape et une session : ce que l’on relit avant d’armer. */
import { formaterDate } from '#kernel/dates.ts'
import { formaterCreneau } from '#kernel/heures.ts'
import { ecrireRemise } from '#modules/documents/index.ts'
import { ecrireLien } from '#modules/emargement/index.ts'
import { inscritsUneFois } from '#modules/inscriptions/index.ts'
import { lireOrganisme } from '#modules/organisme/index.ts'
import { motModaliteSeance, partTenue, type SessionLue } from '#modules/sessions/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import { type Destinataire, destinatairesDe, type Muet } from '../db/destinataires.ts'
import type { EtapeReglee } from '../db/reglages.ts'
import { remplir } from '../domain/mots.ts'
import { type Ecrite, ecrireA } from './ecrire-messages.ts'
import { motsDeLaSession } from './mots-de-session.ts'

export type Apercu = {
  readonly courriels: readonly (Ecrite & {
    readonly a: string
    readonly nom: string
    readonly personne: string | null
  })[]
  readonly muets: readonly Muet[]
}

/** Un lien n’existe pas avant l’envoi, et ne doit pas naître d’un aperçu. */
const lienDApercu = '(le lien personnel, fait à l’envoi)'

const remise = (
  e: EtapeReglee,
  session: SessionLue,
  organisme: Awaited<ReturnType<typeof lireOrganisme>>,
  d: Destinataire,
): Ecrite => {
  const nom = `${d.prenom} ${d.nom}`.trim()
  const { seances } = partTenue(session)
  const [seance] = seances
  const quand = seance
    ? `${formaterDate(seance.jour, 'complet')}, ${formaterCreneau(seance.debutMinutes, seance.finMinutes)}`
    : ''
  const piece =
    e.code === 'information' ? `Informations préalables, ${session.intitule}` : `${nom}, ${session.intitule}`
  if (e.objet !== '' && e.corps !== '') {
    const valeurs = {
      ...motsDeLaSession(session, organisme),
      prenom: d.prenom || nom,
      nom,
      lien: lienDApercu,
      piece,
      numero: '(numéro de la pièce)',
      demi_journee: quand,
    }
    return { objet: remplir(e.objet, valeurs), texte: remplir(e.corps, valeurs) }
  }
  return e.code === 'lien-emargement'
    ? ecrireLien({
        prenom: d.prenom,
        intitule: session.intitule,
        quand,
        formateur: session.formateur,
        organisme: organisme.nom,
        telephone: organisme.telephone,
        lien: lienDApercu,
      })
    : ecrireRemise({
        nom,
        organisme: organisme.nom,
        genre: e.code === 'information' ? 'information-stagiaire' : 'convocation',
        libelle: piece,
        lien: lienDApercu,
        rendezVous:
          e.code === 'information'
            ? undefined
            : {
                seances: seances.map(({ jour, debutMinutes, modalite }) => ({
                  jour,
                  debutMinutes,
                  ...(modalite ? { modalite: motModaliteSeance[modalite] } : {}),
                })),
                lieu: session.lieu,
              },
      })
}

export const apercevoir = async (tx: TenantTx, session: SessionLue, e: EtapeReglee): Promise<Apercu> => {
  if (e.publics === 'financeurs') return { courriels: [], muets: [] }
  const [organisme, { destinataires, muets }, inscrits] = await Promise.all([
    lireOrganisme(tx),
    destinatairesDe(tx, session, [e.publics], {
      attendus: e.code === 'information' || e.code === 'convocation',
    }),
    inscritsUneFois(tx, session.id),
  ])
  const effectif = inscrits.filter((i) => i.etat === 'inscrit').length
  return {
    courriels: destinataires.map((d) => ({
      a: d.courriel,
      nom: `${d.prenom} ${d.nom}`.trim(),
      personne: d.personne,
      ...(e.message ? ecrireA(e, d, { session, organisme, effectif }) : remise(e, session, organisme, d)),
    })),
    muets,
  }
}
