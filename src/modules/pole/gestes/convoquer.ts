import { enqueue } from '#platform/jobs/enqueue.ts'
import { changerReunion, convoquer } from '../db/reunions.ecritures.ts'
import type { Changement, Convocation } from '../db/reunions.ts'
import type { Reunion } from '../domain/rencontre.ts'
import { tacheChangement, tacheInviter } from '../domain/taches.ts'
import type { Depuis } from '../lecture/regard.ts'
import { noter } from './noter.ts'

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
  { tx, r }: Depuis,
  u: Reunion,
  dite: Changement & { readonly debut: Date },
): Promise<'corrigee' | 'reportee'> => {
  const cherchait = u.etat === 'dates'
  const reportee = u.etat === 'convoquee' && u.debut !== null && +u.debut !== +dite.debut
  await changerReunion(tx, r.pole.id, u.id, { ...dite, ...(cherchait ? { etat: 'convoquee' } : {}) })
  if (cherchait || reportee)
    await enqueue(tx, cherchait ? tacheInviter : tacheChangement, {
      organisme: r.moi,
      pole: r.pole.id,
      reunion: u.id,
    })
  return reportee ? 'reportee' : 'corrigee'
}
