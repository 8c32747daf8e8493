import type { TenantTx } from '#platform/db/index.ts'
import { gestesDepuis } from '../db/changements.queries.ts'
import type { SessionLue } from '../db/sessions.queries.ts'
import { type Changements, netDesChangements } from '../domain/changements.ts'

/** Ce qui a changé de cette session depuis cet instant : dates, lieu, salles, lien, qui anime ; rien de ce que l’on a défait entre-temps. */
export const changementsDepuis = async (
  tx: TenantTx,
  session: SessionLue,
  depuis: Date,
  maintenant: Date,
  lire: typeof gestesDepuis = gestesDepuis,
): Promise<Changements> => {
  // D’une demi-journée passée, il n’y a plus rien à apprendre à personne.
  const aVenir = session.seances.filter((x) => x.tenue && x.fin > maintenant)
  const net = netDesChangements(await lire(tx, session.id, depuis), {
    lieu: session.lieu,
    seances: session.seances.map((x) => [x.jour, x.debutMinutes, x.finMinutes]),
    animees: aVenir,
    lien: session.lienConnexion,
  })
  const reste = aVenir.length > 0
  return {
    ...net,
    lieu: reste ? net.lieu : null,
    // Tout en présence, une adresse à distance n’apprend rien à personne.
    lien: reste && session.modalite !== 'presentiel' ? net.lien : null,
  }
}
