import { createHash, generateKeyPairSync, sign, verify } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { hexa, chainer as lier, objetDe, racineDe } from './maillon.ts'
import { type ContenuDeJalon, type Jalon, type Maillon, verifierChaine } from './registre.ts'

const sha256 = (octets: Uint8Array): Uint8Array => createHash('sha256').update(octets).digest()
const cles = generateKeyPairSync('ed25519')
const outils = {
  sha256,
  // Pas celui de l’application : ce que la relecture attend se redit ici, octet par octet.
  empreindre: (donnee: string | Uint8Array) => createHash('sha256').update(donnee).digest('binary'),
  verifierSignature: (octets: Uint8Array, signature: Uint8Array) =>
    verify(null, octets, cles.publicKey, signature),
}
const organisme = '0190a000-0000-7000-8000-000000000001'

const chainer = (contenus: readonly string[], pour = organisme): Maillon[] => {
  let precedente = racineDe(pour, sha256)
  return contenus.map((contenu, i) => {
    const m = {
      numero: i + 1,
      id: `id-${i + 1}`,
      objet: objetDe(`s${i % 2}`, new Uint8Array(32), sha256),
      contenu,
    }
    precedente = lier({ ...m, numero: BigInt(m.numero), precedente }, sha256)
    return { ...m, empreinte: precedente }
  })
}

const poser = (maillons: readonly Maillon[], numeros: readonly number[]): Jalon[] => {
  let avant: string | null = null
  return numeros.map((numero) => {
    const m = maillons[numero - 1]
    const contenu: ContenuDeJalon = {
      format: 'coforme-jalon/1',
      organisme,
      numero,
      empreinte: hexa(m?.empreinte ?? new Uint8Array()),
      date: '2026-11-24T11:31:00.000Z',
      jalonPrecedent: avant,
    }
    const texte = JSON.stringify(contenu)
    avant = hexa(sha256(Buffer.from(texte)))
    return { numero, contenu: texte, signature: sign(null, Buffer.from(texte), cles.privateKey) }
  })
}

const contenus = Array.from({ length: 8 }, (_, i) => `{"acte":"signature","n":${i + 1}}`)
const saine = () => {
  const maillons = chainer(contenus)
  return { organisme, maillons, jalons: poser(maillons, [3, 8]) }
}
const verdict = (r: Parameters<typeof verifierChaine>[0]) => verifierChaine(r, outils)

describe('La chaîne du registre', () => {
  it('saine, elle passe avec ses jalons', () => {
    expect(verdict(saine())).toMatchObject({ ok: true, maillons: 8, jalons: 2, ruptures: [] })
  })
  it('vide, elle passe', () => {
    expect(verdict({ organisme, maillons: [], jalons: [] })).toMatchObject({ ok: true, tete: '' })
  })
  it('le format ne bouge pas : une empreinte connue le tient', () => {
    expect(hexa(racineDe(organisme, sha256))).toBe(
      createHash('sha256').update(`coforme-registre/1 ${organisme}`).digest('hex'),
    )
    const [premier] = chainer(['{}'])
    const numero = Buffer.alloc(8)
    numero.writeBigInt64BE(1n)
    expect(hexa(premier?.empreinte ?? new Uint8Array())).toBe(
      createHash('sha256')
        .update(racineDe(organisme, sha256))
        .update(numero)
        .update(premier?.objet ?? '')
        .update(sha256(Buffer.from('{}')))
        .digest('hex'),
    )
  })
  it('un contenu modifié se voit à son numéro', () => {
    const r = saine()
    const maillons = r.maillons.map((m) => (m.numero === 4 ? { ...m, contenu: '{"acte":"absence"}' } : m))
    expect(verdict({ ...r, maillons }).ruptures[0]).toEqual({ code: 'maillon-altere', numero: 4 })
  })
  it('une étiquette de session changée se voit', () => {
    const r = saine()
    const maillons = r.maillons.map((m) => (m.numero === 4 ? { ...m, objet: new Uint8Array(32) } : m))
    expect(verdict({ ...r, maillons }).ruptures[0]).toEqual({ code: 'maillon-altere', numero: 4 })
  })
  it('deux entrées échangées se voient à la première', () => {
    const r = saine()
    const [a, b] = [r.maillons[4], r.maillons[5]]
    if (!a || !b) throw new Error('la chaîne est trop courte')
    const maillons = r.maillons.map((m) =>
      m.numero === 5 ? { ...b, numero: 5 } : m.numero === 6 ? { ...a, numero: 6 } : m,
    )
    expect(verdict({ ...r, maillons }).ruptures[0]).toEqual({ code: 'maillon-altere', numero: 5 })
  })
  it('une entrée ôtée laisse un trou', () => {
    const r = saine()
    const maillons = r.maillons.filter((m) => m.numero !== 5)
    expect(verdict({ ...r, maillons }).ruptures[0]).toEqual({ code: 'numero-manquant', numero: 5 })
  })
  it('une entrée ôtée puis renumérotée rompt la chaîne', () => {
    const r = saine()
    const maillons = r.maillons.filter((m) => m.numero !== 5).map((m, i) => ({ ...m, numero: i + 1 }))
    expect(verdict({ ...r, maillons }).ruptures[0]).toEqual({ code: 'maillon-altere', numero: 5 })
  })
  it('une entrée rejouée sous le même identifiant se voit', () => {
    const maillons = chainer(contenus).map((m) => (m.numero === 6 ? { ...m, id: 'id-2' } : m))
    expect(verdict({ organisme, maillons, jalons: [] }).ruptures[0]).toEqual({
      code: 'maillon-repete',
      numero: 6,
    })
  })
  it('une queue coupée passe la chaîne et échoue au jalon', () => {
    const r = saine()
    const coupee = { ...r, maillons: r.maillons.slice(0, 6) }
    expect(verdict({ ...coupee, jalons: [] }).ok).toBe(true)
    expect(verdict(coupee).ruptures).toEqual([{ code: 'jalon-sans-maillon', numero: 8 }])
  })
  it('une réécriture complète passe la chaîne et échoue aux jalons', () => {
    const maillons = chainer(contenus.map((c) => c.replace('signature', 'absence')))
    expect(verdict({ organisme, maillons, jalons: [] }).ok).toBe(true)
    expect(verdict({ organisme, maillons, jalons: saine().jalons }).ruptures.map((x) => x.code)).toEqual([
      'jalon-contredit',
      'jalon-contredit',
    ])
  })
  it('la chaîne d’un autre organisme ne passe pas pour la nôtre', () => {
    const maillons = chainer(contenus, '0190a000-0000-7000-8000-000000000002')
    expect(verdict({ organisme, maillons, jalons: [] }).ruptures[0]).toEqual({
      code: 'maillon-altere',
      numero: 1,
    })
  })
  it('un jalon signé d’une autre clé, illisible ou ôté se voit', () => {
    const r = saine()
    const autre = generateKeyPairSync('ed25519').privateKey
    const faux = r.jalons.map((j) => ({ ...j, signature: sign(null, Buffer.from(j.contenu), autre) }))
    expect(verdict({ ...r, jalons: faux }).ruptures[0]?.code).toBe('jalon-non-signe')
    expect(verdict({ ...r, jalons: [{ ...r.jalons[0], contenu: 'x' } as Jalon] }).ruptures[0]?.code).toBe(
      'jalon-illisible',
    )
    expect(verdict({ ...r, jalons: r.jalons.slice(1) }).ruptures[0]).toEqual({
      code: 'jalon-detache',
      numero: 8,
    })
  })
})
