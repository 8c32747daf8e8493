import { derivePassword } from '#platform/auth/password.ts'
import { newRecoveryCode, newToken, recoveryDigest, tokenDigest } from '#platform/auth/token.ts'
import { newTotpSecret, totpProof, totpStep } from '#platform/auth/totp.ts'
import { newId } from '#platform/db/index.ts'
import type { Services } from '#platform/services.ts'
import { fonderEnLigneDeCommande } from '../db/liens.ts'
import { portesDe } from '../db/portes.ts'
import type { NouvelOrganisme, Ports } from '../domain/ports.ts'
import { estCourant } from '../lecture/mots-courants.ts'
import { connecter, deconnecter, reconnaitreAppareil } from './connecter.ts'
import { deconnecterUnAppareil } from './deconnecter-un-appareil.ts'
import { creerOrganisme, fonderInstance, naitre } from './fonder.ts'
import {
  accepterInvitation,
  changerMotDePasse,
  composerMotDePasse,
  demanderReinitialisation,
  jugerMotDePasse,
  reinitialiser,
} from './mot-de-passe.ts'
import {
  activerSecondFacteur,
  confirmerSecondFacteur,
  proposerSecondFacteur,
  renouvelerSecours,
  retirerSecondFacteur,
} from './second-facteur.ts'
import { jugerSecretDeFondation, secretDeFondation } from './secret-de-fondation.ts'

/** `log` : absent, aucun essai n’est journalisé (la ligne de commande, les essais). */
type ServicesDesComptes = Pick<Services, 'db' | 'keys'> & Partial<Pick<Services, 'log'>>

/** Joint les ports des comptes aux services de l'instance. */
export const portsDe = ({ db, keys, log }: ServicesDesComptes): Ports => ({
  portes: portesDe(db),
  deriver: (motDePasse, { sel, parametres }) => derivePassword(keys, motDePasse, sel, parametres),
  nouveauJeton() {
    const jeton = newToken()
    return { jeton, empreinte: tokenDigest(jeton) }
  },
  empreinteDe: tokenDigest,
  cleDEchec: (genre, valeur) => keys.digest(`comptes.echec.${genre}`, valeur),
  estCourant,
  noter: (facteur, issue, courriel) =>
    log?.info('connexion', {
      facteur,
      issue,
      qui: Buffer.from(keys.digest('comptes.journal', courriel)).toString('hex', 0, 6),
    }),
  totp: {
    nouveau: newTotpSecret,
    chiffrer: (compte, secret) => keys.encrypt('comptes.totp', compte, Buffer.from(secret)),
    dechiffrer(compte, chiffre) {
      const clair = keys.decrypt('comptes.totp', compte, chiffre)
      return clair && Buffer.from(clair).toString('utf8')
    },
    pas: totpStep,
    preuve: totpProof,
  },
  secours: { nouveau: newRecoveryCode, empreinte: recoveryDigest },
  secretDeFondation: () => secretDeFondation(keys),
  nouvelId: () => newId(),
})

/** Ce que la règle des mots de passe refuse d’une phrase qui n’est à personne ; rien : elle convient. */
export const jugerPhrase = (phrase: string) => jugerMotDePasse({ estCourant })(phrase, '', [])

/** Les gestes des comptes, prêts à l'emploi. */
export const gestesDe = (services: ServicesDesComptes) => {
  const ports = portsDe(services)
  return {
    ports,
    connecter: connecter(ports),
    deconnecter: deconnecter(ports),
    deconnecterUnAppareil: deconnecterUnAppareil(ports),
    reconnaitreAppareil: reconnaitreAppareil(ports),
    confirmerSecondFacteur: confirmerSecondFacteur(ports),
    proposerSecondFacteur: proposerSecondFacteur(ports),
    activerSecondFacteur: activerSecondFacteur(ports),
    retirerSecondFacteur: retirerSecondFacteur(ports),
    renouvelerSecours: renouvelerSecours(ports),
    demanderReinitialisation: demanderReinitialisation(ports),
    reinitialiser: reinitialiser(ports),
    accepterInvitation: accepterInvitation(ports),
    changerMotDePasse: changerMotDePasse(ports),
    /** Applique la règle des mots de passe et dérive, pour une porte qui fait naître le compte. */
    composerMotDePasse: (saisi: string, courriel: string, noms: readonly string[]) =>
      composerMotDePasse(ports, saisi, courriel, noms),
    jugerMotDePasse: jugerMotDePasse(ports),
    jugerSecretDeFondation: jugerSecretDeFondation(ports),
    fonderInstance: fonderInstance(ports),
    creerOrganisme: creerOrganisme(ports),
  } as const
}
export type Gestes = ReturnType<typeof gestesDe>

/**
 * Fonde un organisme depuis la ligne de commande et rend son lien d'invitation, qui ne sera plus jamais montré.
 * Demande le rôle du travailleur ou de la migration. Le premier compte de l'instance l'administre.
 */
export const fonder = async (
  services: Pick<Services, 'db' | 'keys' | 'config'>,
  nouveau: NouvelOrganisme,
): Promise<{ code: string; lien: string }> => {
  const jeton = newToken()
  const { code } = await fonderEnLigneDeCommande(
    services.db,
    naitre({ nouvelId: () => newId() }, { ...nouveau, courriel: nouveau.courriel.toLowerCase() }),
    jeton,
  )
  return { code, lien: `${services.config.origine}/l/${jeton}` }
}
