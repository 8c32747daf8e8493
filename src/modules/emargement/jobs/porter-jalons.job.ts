import { formaterDate } from '#kernel/dates.ts'
import { de } from '#kernel/texte.ts'
import { jourLocal, ZONE_PAR_DEFAUT } from '#kernel/zones.ts'
import { enqueue } from '#platform/jobs/enqueue.ts'
import type { JobHandler, SystemJobHandler } from '#platform/jobs/jobs.ts'
import { pourChacune } from '#platform/jobs/tournee.ts'
import { isMailAddress } from '#platform/mail/compose.ts'
import { jalonsJusque } from '../db/export.ts'
import { nomOrganisme } from '../db/lectures.ts'
import { tachePorterJalons } from '../db/registre.ecritures.ts'
import { contresigner, jalonner } from '../db/temoins.ecritures.ts'
import { deposerJalons, registresAJalonner } from '../db/temoins.ts'
import { raisons } from '../domain/juger-jalon.ts'
import { hexa } from '../domain/maillon.ts'

export const tacheJalonner = 'emargement.jalonner'

/**
 * Fait sortir le dernier jalon de la machine : au courriel de l’organisme, et chez ses témoins, qui le jugent et le
 * contresignent. Rejouée, la tâche renvoie le même message sous le même identifiant, et ne dépose ni ne juge deux fois.
 */
export const porterJalons: JobHandler = async (payload, { db, keys, mailer, clock }) => {
  const { organisme } = payload
  const le = clock.now()
  const lu = await db.withTenant({ genre: 'tache', organisme }, async (tx) => ({
    temoins: await deposerJalons(tx),
    jalon: (await jalonsJusque(tx, Number.MAX_SAFE_INTEGER)).at(-1),
    maison: await nomOrganisme(tx),
  }))
  if (!lu) return
  const { temoins, jalon, maison } = lu
  const contredits: string[] = []
  for (const temoin of temoins) {
    const juges = await db.withTenant({ genre: 'tache', organisme: temoin }, (tx) =>
      contresigner(tx, keys, { temoin, organisme, le }),
    )
    for (const j of juges ?? [])
      if (j.raison) contredits.push(`Entrée ${j.numero}\u00a0: ${raisons[j.raison]}.`)
  }
  if (!jalon || !isMailAddress(maison.courriel)) return
  await mailer.send({
    a: maison.courriel,
    id: `jalon-${organisme}-${jalon.numero}-${contredits.length}`,
    deLaPart: maison.nom,
    objet:
      contredits.length > 0
        ? 'Registre des présences\u00a0: un témoin refuse un jalon'
        : `Registre des présences\u00a0: jalon à l’entrée ${jalon.numero}`,
    texte: `${contredits.length > 0 ? `Une coopérative témoin n’a pas contresigné\u00a0:\n${contredits.join('\n')}\nQuelqu’un a peut-être réécrit le registre\u00a0: comparez avec les jalons reçus avant celui-ci.\n\n` : ''}Gardez ce courriel, hors de Coforme. Il fixe le registre des présences ${de(maison.nom)} à l’entrée ${jalon.numero}, au ${formaterDate(jourLocal(jalon.poseLe, ZONE_PAR_DEFAUT), 'complet')}\u00a0: si une entrée d’avant était changée ou ôtée, ce texte le prouverait.

Jalon\u00a0:
${jalon.contenu}

Signature (Ed25519)\u00a0:
${jalon.signature.toString('hex')}

Clé publique de l’instance\u00a0:
${hexa(keys.publicKey)}
`,
  })
}

/** Chaque jour, un jalon pour chaque registre qui a avancé sans clôture. */
export const jalonnerTous: SystemJobHandler = pourChacune(async (tx, organisme, { keys, clock }) => {
  if (await jalonner(tx, keys, clock.now()))
    await enqueue(tx, tachePorterJalons, { organisme }, { cle: 'jalons' })
}, registresAJalonner)
