import { type Refus, refuser } from '#kernel/refus.ts'
import { ok, type Result } from '#kernel/result.ts'
import { choisirMotDePasse, normaliserMotDePasse, type RefusMotDePasse } from '../domain/mot-de-passe.ts'
import type { MotDePassePose, Ports } from '../domain/ports.ts'
import { parAdresse, parCompte } from '../domain/ralentir.ts'
import { type TemoinNeuf, tournerJeton } from './connecter.ts'
import { prendreEssai } from './essayer.ts'

export type RefusLienMort = Refus<'lien-mort'>
export const lienMort = () =>
  refuser(
    'lien-mort',
    'Ce lien ne vaut pas, ou plus : il a déjà servi, il a expiré, ou un plus récent l’a remplacé.',
  )

/** Applique la règle, puis dérive sous le sel du compte. */
export const composerMotDePasse = async (
  ports: Ports,
  saisi: string,
  courriel: string,
  noms: readonly string[],
): Promise<Result<MotDePassePose, RefusMotDePasse>> => {
  const choisi = choisirMotDePasse(saisi, { courriel, noms, estCourant: ports.estCourant })
  if (!choisi.ok) return choisi
  const sel = await ports.portes.sel(courriel)
  return ok({ ...sel, derivee: await ports.deriver(choisi.value, sel) })
}

/** Ce que la règle en refuse, sans rien dériver : un formulaire le dit avec ses autres fautes. Rien : il convient. */
export const jugerMotDePasse =
  (ports: Pick<Ports, 'estCourant'>) =>
  (saisi: string, courriel: string, noms: readonly string[]): RefusMotDePasse | undefined => {
    const juge = choisirMotDePasse(saisi, { courriel, noms, estCourant: ports.estCourant })
    return juge.ok ? undefined : juge.error
  }

/** Toujours la même suite, que le compte existe ou non ; trop de demandes d'une adresse sont refusées avec une phrase ; d'un compte, sans rien en dire. */
export const demanderReinitialisation =
  (ports: Ports) =>
  async (courriel: string, adresse: string): Promise<Result<true, Refus<'trop-d-essais'>>> => {
    const parLAdresse = await prendreEssai(ports, ports.cleDEchec('adresse', `oubli ${adresse}`), parAdresse)
    if (!parLAdresse.ok)
      return refuser('trop-d-essais', 'Trop de demandes sont venues d’ici. Attendez quelques minutes.')
    const parLeCompte = await prendreEssai(ports, ports.cleDEchec('compte', `oubli ${courriel}`), parCompte)
    if (parLeCompte.ok) await ports.portes.demanderReinitialisation(courriel)
    return ok(true)
  }

export const reinitialiser =
  (ports: Ports) =>
  async (
    lien: string,
    saisi: string,
  ): Promise<Result<{ courriel: string }, RefusLienMort | RefusMotDePasse>> => {
    const empreinte = ports.empreinteDe(lien)
    const lu = await ports.portes.lireLien(empreinte)
    if (lu?.usage !== 'reinitialisation' || !lu.courriel) return lienMort()
    const neuf = await composerMotDePasse(ports, saisi, lu.courriel, noms(lu.prenom, lu.nom))
    if (!neuf.ok) return neuf
    if (!(await ports.portes.reinitialiser(empreinte, neuf.value))) return lienMort()
    // Qui prouve qu'il tient la boîte n'attend plus : les essais d'un tiers ne le retiennent pas.
    await ports.portes.noterEchecs(ports.cleDEchec('compte', lu.courriel), 0)
    return ok({ courriel: lu.courriel })
  }

export type Acceptation = { readonly prenom: string; readonly nom: string; readonly motDePasse: string }

/** Qui a déjà un mot de passe le garde : seule l'appartenance est acceptée. */
export const accepterInvitation =
  (ports: Ports) =>
  async (
    lien: string,
    reponse: Acceptation | undefined,
  ): Promise<Result<{ courriel: string; nouveau: boolean }, RefusLienMort | RefusMotDePasse>> => {
    const empreinte = ports.empreinteDe(lien)
    const lu = await ports.portes.lireLien(empreinte)
    if (lu?.usage !== 'invitation' || !lu.courriel) return lienMort()
    let neuf: MotDePassePose | undefined
    if (!lu.aMotDePasse) {
      if (!reponse) return lienMort()
      const compose = await composerMotDePasse(
        ports,
        reponse.motDePasse,
        lu.courriel,
        noms(reponse.prenom, reponse.nom, lu.organismeNom),
      )
      if (!compose.ok) return compose
      neuf = compose.value
    }
    const fait = await ports.portes.accepterInvitation(
      empreinte,
      reponse?.prenom ?? '',
      reponse?.nom ?? '',
      neuf,
    )
    return fait ? ok({ courriel: lu.courriel, nouveau: neuf !== undefined }) : lienMort()
  }

export type RefusChangement = RefusMotDePasse | Refus<'ancien' | 'trop-d-essais'>

export const changerMotDePasse =
  (ports: Ports) =>
  async (geste: {
    jeton: string
    courriel: string
    noms: readonly string[]
    ancien: string
    nouveau: string
  }): Promise<Result<TemoinNeuf | undefined, RefusChangement>> => {
    const cle = ports.cleDEchec('compte', geste.courriel)
    const neuf = await composerMotDePasse(ports, geste.nouveau, geste.courriel, geste.noms)
    if (!neuf.ok) return neuf
    const essai = await prendreEssai(ports, cle, parCompte)
    if (!essai.ok) return essai
    const ancienne = await ports.deriver(normaliserMotDePasse(geste.ancien), neuf.value)
    if (!(await ports.portes.changerMotDePasse(ports.empreinteDe(geste.jeton), ancienne, neuf.value)))
      return refuser('ancien', 'Ce n’est pas votre mot de passe actuel. Rien n’a changé.')
    await ports.portes.noterEchecs(cle, 0)
    return ok(await tournerJeton(ports, geste.jeton))
  }

const noms = (...bruts: readonly (string | null)[]): string[] => bruts.filter((n): n is string => !!n)
