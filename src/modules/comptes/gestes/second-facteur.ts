import { type Refus, refuser } from '#kernel/refus.ts'
import { ok, type Result } from '#kernel/result.ts'
import type { Database } from '#platform/db/index.ts'
import { oterSecondFacteur } from '../db/liens.ts'
import { normaliserMotDePasse } from '../domain/mot-de-passe.ts'
import type { Ports } from '../domain/ports.ts'
import { parCompte } from '../domain/ralentir.ts'
import { type TemoinNeuf, tournerJeton } from './connecter.ts'
import { prendreEssai } from './essayer.ts'

export type RefusSecondFacteur = Refus<'trop-d-essais' | 'code' | 'deconnecte' | 'mot-de-passe'>

const deconnecte = () =>
  refuser('deconnecte', 'Trop de temps a passé depuis votre mot de passe. Connectez-vous de nouveau.')
const mauvaisCode = () =>
  refuser(
    'code',
    'Ce code ne vaut pas, ou plus. Attendez le suivant dans votre application, ou employez un code de secours.',
  )

/** Le code du téléphone (six chiffres) ou un code de secours : un seul champ les reçoit. */
export const confirmerSecondFacteur =
  (ports: Ports) =>
  async (jeton: string, code: string): Promise<Result<TemoinNeuf | undefined, RefusSecondFacteur>> => {
    const empreinte = ports.empreinteDe(jeton)
    const etat = await ports.portes.secondFacteur(empreinte)
    if (etat?.etat !== 'second-facteur' || !etat.actif || !etat.chiffre) return deconnecte()
    const cle = ports.cleDEchec('second-facteur', etat.compte)
    const noter = (issue: string) => ports.noter('code', issue, etat.courriel)
    const essai = await prendreEssai(ports, cle, parCompte)
    if (!essai.ok) {
      noter(essai.error.code)
      return essai
    }
    const secret = ports.totp.dechiffrer(etat.compte, etat.chiffre)
    const pas = secret === undefined ? undefined : ports.totp.pas(secret, code, etat.maintenant)
    const entre =
      pas === undefined || secret === undefined
        ? await ports.portes.employerSecours(empreinte, ports.secours.empreinte(code))
        : await ports.portes.confirmerSecondFacteur(empreinte, pas, ports.totp.preuve(secret))
    noter(entre ? 'ouverte' : 'code')
    if (!entre) return mauvaisCode()
    await ports.portes.noterEchecs(cle, 0)
    return ok(await tournerJeton(ports, jeton))
  }

/** Propose un secret, ou rend celui déjà proposé : recharger la page ne change pas le carré photographié. */
export const proposerSecondFacteur =
  (ports: Ports) =>
  async (
    jeton: string,
  ): Promise<{ actif: boolean; secours: number; secret?: string; courriel: string } | undefined> => {
    const empreinte = ports.empreinteDe(jeton)
    const etat = await ports.portes.secondFacteur(empreinte)
    if (etat?.etat !== 'ouverte') return undefined
    const { actif, secours, courriel } = etat
    if (actif) return { actif, secours, courriel }
    const connu = etat.chiffre ? ports.totp.dechiffrer(etat.compte, etat.chiffre) : undefined
    if (connu) return { actif, secours, courriel, secret: connu }
    const secret = ports.totp.nouveau()
    if (!(await ports.portes.proposerSecondFacteur(empreinte, ports.totp.chiffrer(etat.compte, secret))))
      return undefined
    return { actif, secours, courriel, secret }
  }

const dixCodes = (ports: Ports) => {
  const codes = Array.from({ length: 10 }, () => ports.secours.nouveau())
  return { codes, empreintes: codes.map((c) => ports.secours.empreinte(c)) }
}

/** Prouve le mot de passe de la session en cours, en comptant les essais. */
export const prouver = async (
  ports: Ports,
  jeton: string,
  motDePasse: string,
  geste: (empreinte: Uint8Array, derivee: Uint8Array) => Promise<boolean>,
): Promise<Result<true, RefusSecondFacteur>> => {
  const empreinte = ports.empreinteDe(jeton)
  const etat = await ports.portes.secondFacteur(empreinte)
  if (etat?.etat !== 'ouverte') return deconnecte()
  const cle = ports.cleDEchec('compte', etat.courriel)
  const essai = await prendreEssai(ports, cle, parCompte)
  if (!essai.ok) return essai
  const sel = await ports.portes.sel(etat.courriel)
  const derivee = await ports.deriver(normaliserMotDePasse(motDePasse), sel)
  if (!(await geste(empreinte, derivee)))
    return refuser('mot-de-passe', 'Ce n’est pas votre mot de passe actuel. Rien n’a changé.')
  await ports.portes.noterEchecs(cle, 0)
  return ok(true)
}

/**
 * Rend les dix codes de secours : ils ne seront plus jamais montrés. Demande le mot de passe : une session volée
 * fermerait sinon la porte à la personne.
 */
export const activerSecondFacteur =
  (ports: Ports) =>
  async (
    jeton: string,
    code: string,
    motDePasse: string,
  ): Promise<Result<readonly string[], RefusSecondFacteur>> => {
    const empreinte = ports.empreinteDe(jeton)
    const etat = await ports.portes.secondFacteur(empreinte)
    if (etat?.etat !== 'ouverte' || etat.actif || !etat.chiffre) return deconnecte()
    const secret = ports.totp.dechiffrer(etat.compte, etat.chiffre)
    const pas = secret === undefined ? undefined : ports.totp.pas(secret, code, etat.maintenant)
    if (pas === undefined || secret === undefined)
      return refuser(
        'code',
        'Ce code ne vaut pas. Vérifiez que l’heure du téléphone est juste, puis recopiez le code affiché.',
      )
    const { codes, empreintes } = dixCodes(ports)
    const fait = await prouver(ports, jeton, motDePasse, (e, d) =>
      ports.portes.activerSecondFacteur(e, d, pas, ports.totp.preuve(secret), empreintes),
    )
    return fait.ok ? ok(codes) : fait
  }

export const retirerSecondFacteur =
  (ports: Ports) =>
  (jeton: string, motDePasse: string): Promise<Result<true, RefusSecondFacteur>> =>
    prouver(ports, jeton, motDePasse, (e, d) => ports.portes.retirerSecondFacteur(e, d))

export const renouvelerSecours =
  (ports: Ports) =>
  async (jeton: string, motDePasse: string): Promise<Result<readonly string[], RefusSecondFacteur>> => {
    const { codes, empreintes } = dixCodes(ports)
    const fait = await prouver(ports, jeton, motDePasse, (e, d) =>
      ports.portes.renouvelerSecours(e, d, empreintes),
    )
    return fait.ok ? ok(codes) : fait
  }

/** Téléphone et codes perdus, la personne reconnue : ses appareils sont déconnectés, et un courriel le lui dit. */
export const oterLeSecondFacteur = async (
  db: Database,
  courriel: string,
): Promise<Result<true, Refus<'sans-code'>>> =>
  (await oterSecondFacteur(db, courriel))
    ? ok(true)
    : refuser('sans-code', 'Aucun compte de cette adresse n’a de second facteur.')
