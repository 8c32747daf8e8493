import { dateCivile, formaterDate } from '#kernel/dates.ts'
import { ok, type Result } from '#kernel/result.ts'
import type { DelaiDuCode } from '../domain/securite.ts'
import type { PortsOrganisme, RefusMembre } from './ports.ts'

/**
 * Demande un second facteur à toute l’équipe, à partir d’aujourd’hui ou au bout d’un délai ; ou n’en demande plus. Qui n’en a pas
 * l’apprend par courriel, avec le jour où la coopérative ne s’ouvrira plus sans lui.
 */
export const demanderLeCode =
  (
    ports: Pick<
      PortsOrganisme,
      'organisme' | 'membres' | 'exigence' | 'exigerSecondFacteur' | 'consigner' | 'ecrireA'
    >,
    adresse: string,
  ) =>
  async (delai: DelaiDuCode): Promise<Result<{ readonly prevenus: number }, RefusMembre>> => {
    const avant = await ports.exigence()
    const fait = await ports.exigerSecondFacteur(delai === 'non' ? null : Number(delai))
    if (!fait.ok) return fait
    const apres = await ports.exigence()
    // Le même envoi, reçu deux fois, n’écrit à personne.
    if (avant && apres && avant.du === apres.du) return ok({ prevenus: 0 })
    const du = dateCivile(apres?.du ?? '')
    await ports.consigner({
      geste: 'demander-le-code',
      objet: { genre: 'organisme', id: ports.organisme.id },
      phrase: du
        ? `À partir du ${formaterDate(du)}, chaque membre entre avec un code en plus du mot de passe.`
        : 'La coopérative ne demande plus de code en plus du mot de passe.',
    })
    if (!du) return ok({ prevenus: 0 })
    const sans = (await ports.membres()).filter((m) => avant?.sans.includes(m.compte))
    await ports.ecrireA(
      sans.map((m) => m.courriel),
      `${ports.organisme.nom}\u00a0: un code en plus de votre mot de passe`,
      `Bonjour,

À partir du ${formaterDate(du)}, ${ports.organisme.nom} s’ouvre avec un code en plus du mot de passe\u00a0: un mot de passe volé ne suffira plus à lire vos dossiers. Vous n’en avez pas encore.

Deux minutes et un téléphone suffisent\u00a0:
${adresse}

Dès ce jour, vos pages vous mèneront là d’abord. Les liens que vous recevez par courriel (émarger, signer) s’ouvrent comme avant.
`,
    )
    return ok({ prevenus: sans.length })
  }
