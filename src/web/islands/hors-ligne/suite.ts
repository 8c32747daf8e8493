/**
 * La suite de l'appareil : chaque geste porte son rang, l'empreinte du texte d'avant, un aléa et l'heure de l'appareil ;
 * la clé signe le texte. Format `coforme-appareil/1`, que le serveur relit tel quel.
 */
import { type Appareil, type Code, type EntreeGardee, ecrire, lireAppareil } from './magasin.ts'

type Octets = Uint8Array<ArrayBuffer>
const utf8 = (texte: string): Octets => new TextEncoder().encode(texte)
export const hexa = (octets: Uint8Array): string =>
  Array.from(octets, (o) => o.toString(16).padStart(2, '0')).join('')
export const b64 = (octets: Uint8Array): string =>
  btoa(String.fromCharCode(...octets))
    .replace(/\+/g, '-')
    .replace(/\//g, '_')
    .replace(/=+$/, '')
const sha256 = async (texte: string): Promise<string> =>
  hexa(new Uint8Array(await crypto.subtle.digest('SHA-256', utf8(texte))))

/** Une clé qui signe et ne s'exporte pas ; sa moitié publique, brute (65 octets). */
export const nouvelleCle = async (): Promise<{ privee: CryptoKey; publique: Octets }> => {
  const paire = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, false, [
    'sign',
    'verify',
  ])
  return {
    privee: paire.privateKey,
    publique: new Uint8Array(await crypto.subtle.exportKey('raw', paire.publicKey)),
  }
}

const deriver = async (code: string, sel: Octets): Promise<Octets> => {
  const cle = await crypto.subtle.importKey('raw', utf8(code), 'PBKDF2', false, ['deriveBits'])
  return new Uint8Array(
    await crypto.subtle.deriveBits(
      { name: 'PBKDF2', hash: 'SHA-256', salt: sel, iterations: 200_000 },
      cle,
      256,
    ),
  )
}
export const chiffrerCode = async (code: string): Promise<Code> => {
  const sel = crypto.getRandomValues(new Uint8Array(16))
  return { sel, empreinte: await deriver(code, sel) }
}
export const codeJuste = async (code: string, garde: Code): Promise<boolean> =>
  hexa(await deriver(code, garde.sel)) === hexa(garde.empreinte)

export type GesteDeLAppareil = {
  readonly seance: string
  readonly inscription: string | null
  readonly geste: EntreeGardee['geste']
  readonly feuille: string
  readonly motif?: string
  readonly trace?: string
  readonly minutes?: EntreeGardee['minutes']
}

const composer = async (a: Appareil, g: GesteDeLAppareil): Promise<EntreeGardee> => {
  const rang = a.rang + 1
  const id = crypto.randomUUID()
  const faitLe = new Date().toISOString()
  // Les clés sont dans l'ordre alphabétique, ni nombre à virgule ni signe rare : la forme canonique (RFC 8785).
  const texte = JSON.stringify({
    alea: hexa(crypto.getRandomValues(new Uint8Array(16))),
    appareil: a.id,
    attestation: g.geste === 'presence' || g.geste === 'contresignature',
    faitLe,
    feuille: g.feuille,
    format: 'coforme-appareil/1',
    geste: g.geste,
    id,
    identification: g.geste === 'presence' ? 'initiales' : 'code',
    inscription: g.inscription,
    ...(g.minutes ? { minutes: { depart: g.minutes.depart, retard: g.minutes.retard } } : {}),
    motif: g.geste === 'absence' ? (g.motif ?? 'inconnu') : null,
    precedente: a.precedente,
    rang,
    seance: g.seance,
    trace: g.trace === undefined ? null : await sha256(g.trace),
  })
  const signature = new Uint8Array(
    await crypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, a.privee, utf8(texte)),
  )
  const { seance, inscription, geste, trace, minutes } = g
  return {
    rang,
    id,
    seance,
    inscription,
    geste,
    faitLe,
    texte,
    signature,
    ...(trace === undefined ? {} : { trace }),
    ...(minutes ? { minutes } : {}),
  }
}

/** Un geste de plus : l'entrée et la tête de la suite, ensemble. Deux onglets se suivent. */
export const garder = (g: GesteDeLAppareil): Promise<EntreeGardee> =>
  navigator.locks.request('coforme-suite', async () => {
    const a = await lireAppareil()
    if (!a) throw new Error('Cet appareil n’est pas préparé.')
    const entree = await composer(a, g)
    const precedente = await sha256(entree.texte)
    await ecrire((e) => {
      e.ajouter('entrees', entree)
      e.poser('appareil', { ...a, rang: entree.rang, precedente })
    })
    return entree
  })
