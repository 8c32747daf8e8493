import { plier } from '#kernel/texte.ts'
import { enqueue } from '#platform/jobs/enqueue.ts'
import { siegeDuMembre } from '../db/poles.ts'
import { changerReunion, convoquer } from '../db/reunions.ecritures.ts'
import { type Changement, type Convocation, listerReunions } from '../db/reunions.ts'
import { reporterReponses } from '../db/sondages.ecritures.ts'
import type { Reunion } from '../domain/rencontre.ts'
import { tacheChangement, tacheInviter } from '../domain/taches.ts'
import type { Depuis } from '../lecture/regard.ts'
import { noter } from './noter.ts'

/**
 * Où se tient une rencontre dont on n’a dit que l’hôte : au siège de cette coopérative s’il se montre, à défaut là où le pôle s’y est
 * déjà retrouvé, rencontres annulées exceptées. Un lieu vide : il faut l’écrire.
 */
export const lieuChezLHote = async (
  { tx, r }: Pick<Depuis, 'tx' | 'r'>,
  dit: { readonly hote: string; readonly lieu: string; readonly acces: string; readonly format: string },
): Promise<{ readonly lieu: string; readonly acces: string }> => {
  const { hote, format, ...ecrit } = dit
  if (ecrit.lieu !== '' || hote === '' || format === 'visio') return ecrit
  const chez = plier(hote)
  const deja = (await listerReunions(tx, r.pole.id)).filter(
    (u) => plier(u.hote) === chez && u.lieu !== '' && u.etat !== 'annulee',
  )
  const membre = r.membres.find((m) => plier(m.nom) === chez)
  const siege = membre ? await siegeDuMembre(tx, r.pole.id, membre.organisme) : ''
  const lieu = siege || (deja[0]?.lieu ?? '')
  // Comment y accéder ne se reprend que du même lieu.
  return { lieu, acces: ecrit.acces || (deja.find((u) => u.lieu === lieu)?.acces ?? '') }
}

/** Convoque, et invite chaque personne mandatée. Le même envoi, deux fois, ne convoque qu'une fois. */
export const convoquerUneRencontre = async (
  { tx, r, visiteur, le }: Depuis,
  c: Convocation,
): Promise<void> => {
  if (!(await convoquer(tx, r.pole.id, c, le))) return
  await enqueue(tx, tacheInviter, { organisme: r.moi, pole: r.pole.id, reunion: c.id })
  await noter(
    tx,
    visiteur,
    r.pole.id,
    'convoquer-reunion',
    `Une rencontre de {pole:${r.pole.id}} est convoquée.`,
    le,
  )
}

/**
 * Corrige l'invitation. Si la date se cherchait encore, la rencontre est convoquée et les personnes mandatées invitées ; si elle
 * change, elles reçoivent la nouvelle.
 */
export const corrigerLInvitation = async (
  { tx, r, le }: Depuis,
  u: Reunion,
  dite: Changement & { readonly debut: Date },
): Promise<'corrigee' | 'reportee'> => {
  const cherchait = u.etat === 'dates'
  const reportee = u.etat === 'convoquee' && u.debut !== null && +u.debut !== +dite.debut
  await changerReunion(tx, r.pole.id, u.id, { ...dite, ...(cherchait ? { etat: 'convoquee' } : {}) })
  if (cherchait) await reporterReponses(tx, r.pole.id, u.id, le)
  if (cherchait || reportee)
    await enqueue(tx, cherchait ? tacheInviter : tacheChangement, {
      organisme: r.moi,
      pole: r.pole.id,
      reunion: u.id,
    })
  return reportee ? 'reportee' : 'corrigee'
}
