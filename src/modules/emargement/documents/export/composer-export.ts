import { hash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { type Lecture, lireOctets } from '#modules/documents/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import { canoniser } from '#platform/json/canonique.ts'
import type { Keys } from '#platform/keys/keys.ts'
import type { Storage } from '#platform/storage/storage.ts'
import type { FichierZip } from '#platform/zip/zip.ts'
import {
  type ContresignatureDeJalon,
  clesDesAppareils,
  contresignaturesDeMesJalons,
  emportsDuRegistre,
  gestesRefuses,
  jalonsJusque,
  lotDeMaillons,
  partsDuLot,
  passagesDuRegistre,
  piecesDuRegistre,
  sessionsDuRegistre,
  teteDuRegistre,
} from '../../db/export.ts'
import { lireDemis } from '../../db/lectures.ts'
import { hexa } from '../../domain/maillon.ts'
import type { SessionId } from '../../domain/ports.ts'
import { texteDeLaFeuille } from '../feuille-montree.ts'
import { explication } from './explication.ts'
import { formatDeLExport } from './format-de-l-export.ts'

/** Entrées par fichier : chacun tient en mémoire, d’un côté comme de l’autre. */
const parFichier = 5000

export type DemandeDExport = {
  /** Une session : ses contenus sont montrés ; des autres, l’empreinte seulement. */
  readonly session?: string
  /** Les parts personnelles avec leurs sels, et les PDF : seulement à qui en a le droit. */
  readonly parts: boolean
  /** Ce que lit qui exporte : aucun autre PDF n’entre dans l’export. */
  lecture(tx: TenantTx): Promise<Pick<Lecture, 'lit'>>
}

const lignes = (l: readonly (readonly (string | number)[])[]): Buffer =>
  Buffer.from(l.map((champs) => `${champs.join('\t')}\n`).join(''))
const rang = (n: number) => String(n).padStart(6, '0')

/** Du JSON canonique n’a ni tabulation ni saut de ligne bruts : le rencontrer est une panne, jamais un export faux. */
const surUneLigne = (contenu: string): string => {
  if (/[\t\n\r]/.test(contenu)) throw new Error('Un contenu du registre n’est pas du JSON canonique.')
  return contenu
}

/** Les fichiers d’un export, l’un après l’autre ; rien si la session demandée n’est pas de cet organisme. */
export async function* composerExport(
  { keys, storage }: { readonly keys: Pick<Keys, 'sign' | 'publicKey'>; readonly storage: Storage },
  tx: TenantTx,
  demande: DemandeDExport,
  le: Date,
): AsyncGenerator<FichierZip, void> {
  const { organisme, nom, code, numero: dernier, empreinte } = await teteDuRegistre(tx)
  const sessions = await sessionsDuRegistre(tx, demande.session)
  const fichiers: { nom: string; taille: number; sha256: string }[] = []
  const noter = (f: FichierZip): FichierZip => {
    fichiers.push({ nom: f.nom, taille: f.octets.length, sha256: hash('sha256', f.octets, 'hex') })
    return f
  }
  const contresignatures: ContresignatureDeJalon[] = await contresignaturesDeMesJalons(tx, dernier)
  const cle = hexa(keys.publicKey)

  yield noter({ nom: 'format.json', octets: Buffer.from(canoniser(formatDeLExport)) })
  yield noter({ nom: 'LISEZMOI.txt', octets: Buffer.from(explication({ nom, code, le, cle, ...demande })) })
  yield noter({
    nom: 'verifier.html',
    octets: await readFile(path.join(import.meta.dirname, 'verifier.html')),
  })
  yield noter({
    nom: 'cles.json',
    octets: Buffer.from(
      canoniser({
        format: 'coforme-cles/1',
        organisme,
        instance: cle,
        temoins: Object.fromEntries(contresignatures.map((c) => [c.temoin, { nom: c.nom, cle: c.cle }])),
      }),
    ),
  })
  yield noter({
    nom: 'sessions.txt',
    octets: lignes(
      sessions.map((s) => [s.id, hexa(s.sel), s.objet, `${s.numero} ${s.intitule}`.replace(/\s/g, ' ')]),
    ),
  })

  const montres = new Set(sessions.map((s) => s.objet))
  const tout = demande.session === undefined
  let [lus, parts, k] = [0, 0, 0]
  while (lus < dernier) {
    const lot = await lotDeMaillons(tx, lus, Math.min(dernier, lus + parFichier))
    if (lot.length === 0) break
    k += 1
    yield noter({
      nom: `registre/${rang(k)}.txt`,
      octets: lignes(
        lot.map((m) => {
          const objet = m.objet.toString('hex')
          return [
            m.numero,
            objet,
            m.empreinte.toString('hex'),
            tout || montres.has(objet) ? surUneLigne(m.contenu) : `=${hash('sha256', m.contenu, 'hex')}`,
          ]
        }),
      ),
    })
    const fin = lot.at(-1)?.numero ?? lus
    if (demande.parts) {
      const p = (await partsDuLot(tx, lus, fin)).filter((x) => tout || montres.has(x.objet.toString('hex')))
      parts += p.length
      if (p.length > 0)
        yield noter({
          nom: `prive/${rang(k)}.txt`,
          octets: lignes(p.map((x) => [x.numero, x.part, x.sel.toString('hex'), surUneLigne(x.contenu)])),
        })
    }
    lus = fin
  }

  const jalons = await jalonsJusque(tx, dernier)
  yield noter({
    nom: 'jalons.txt',
    octets: lignes(jalons.map((j) => [j.numero, j.signature.toString('hex'), surUneLigne(j.contenu)])),
  })
  yield noter({
    nom: 'contresignatures.txt',
    octets: lignes(
      contresignatures.map((c) => [c.numero, c.temoin, c.signature.toString('hex'), surUneLigne(c.contenu)]),
    ),
  })
  yield noter({
    nom: 'appareils.txt',
    octets: lignes((await clesDesAppareils(tx, demande.session)).map((a) => [a.id, a.cle])),
  })
  yield noter({
    nom: 'emports.txt',
    octets: lignes(
      (await emportsDuRegistre(tx, demande.session)).map((e) => [
        e.signature.toString('hex'),
        surUneLigne(e.jeton),
      ]),
    ),
  })
  yield noter({
    nom: 'passages.txt',
    octets: lignes(
      (await passagesDuRegistre(tx, demande.session)).map((p) => [
        p.appareil,
        p.le.toISOString(),
        p.rang,
        p.tete ?? '-',
        p.ecartMs,
      ]),
    ),
  })
  yield noter({
    nom: 'gestes-refuses.txt',
    octets: lignes(
      (await gestesRefuses(tx, demande.session)).map((r) => [r.appareil, r.rang, r.empreinte, r.code]),
    ),
  })
  if (demande.parts) {
    // Le nom de qui forme y est : seulement avec les parts.
    const feuilles: (readonly [string, string, string])[] = []
    for (const s of sessions)
      for (const demi of await lireDemis(tx, s.id as SessionId)) {
        const texte = texteDeLaFeuille(demi)
        feuilles.push([demi.seance.id, hash('sha256', texte, 'hex'), surUneLigne(texte)])
      }
    yield noter({ nom: 'feuilles.txt', octets: lignes(feuilles) })
    const lecture = await demande.lecture(tx)
    for (const p of await piecesDuRegistre(tx, demande.session)) {
      const o = await lireOctets({ storage }, tx, p.id, lecture)
      if (o)
        yield noter({
          nom: `pieces/${p.genre}-${p.empreinte.toString('hex').slice(0, 16)}.pdf`,
          octets: o.octets,
        })
    }
  }

  const manifeste = Buffer.from(
    canoniser({
      format: 'coforme-export/1',
      organisme,
      nom,
      code,
      date: le.toISOString(),
      session: demande.session ?? null,
      cle,
      entrees: lus,
      jalons: jalons.length,
      contresignatures: contresignatures.length,
      parts,
      tete: lus > 0 ? empreinte : null,
      fichiers,
    }),
  )
  yield { nom: 'manifeste.json', octets: manifeste }
  yield { nom: 'manifeste.sig', octets: Buffer.from(`${hexa(keys.sign(manifeste))}\n`) }
}
