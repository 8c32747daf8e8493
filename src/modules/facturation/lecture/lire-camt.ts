/** Un relevé de compte ISO 20022 (camt.053), tel que les banques françaises le donnent : chaque mouvement devient une ligne. */
import { type Refus, refuser } from '#kernel/refus.ts'
import { ok, type Result } from '#kernel/result.ts'
import { dit, type Noeud, tous, un } from '#kernel/xml.ts'
import { lireXml } from '#platform/xml/lire-xml.ts'
import type { LigneLue } from './csv.ts'

export const estCamt = (texte: string): boolean => texte.trimStart().startsWith('<')

/** Nom du donneur d’ordre, motif du virement, libellé de la banque : ce qui fait reconnaître une facture. */
const libelleDe = (entree: Noeud, detail: Noeud | undefined): string =>
  [
    dit(detail, 'RltdPties/Dbtr/Nm') ?? dit(detail, 'RltdPties/Dbtr/Pty/Nm'),
    ...tous(detail, 'RmtInf/Ustrd').map((n) => n.texte.trim()),
    dit(detail, 'RmtInf/Strd/CdtrRefInf/Ref'),
    dit(detail, 'Refs/EndToEndId'),
    dit(entree, 'AddtlNtryInf'),
  ]
    .filter((t, i, tous) => t && t !== 'NOTPROVIDED' && tous.indexOf(t) === i)
    .join(' ')

const montantDe = (detail: Noeud): string | undefined =>
  dit(detail, 'Amt') ?? dit(detail, 'AmtDtls/TxAmt/Amt')

/** Une remise groupée se lit virement par virement, si chacun dit son montant ; sinon d’un bloc. */
const lignesDe = (entree: Noeud): readonly { readonly montant: string; readonly libelle: string }[] => {
  const details = tous(entree, 'NtryDtls/TxDtls')
  const montants = details.map(montantDe)
  return details.length > 1 && montants.every((m) => m !== undefined)
    ? details.map((d, i) => ({ montant: montants[i] ?? '', libelle: libelleDe(entree, d) }))
    : [{ montant: dit(entree, 'Amt') ?? '', libelle: libelleDe(entree, details[0]) }]
}

/** Les mouvements comptabilisés, en euros ; ceux qu’une banque annonce seulement (`PDNG`) ne sont pas encore là. */
export const lireCamt = (texte: string, max = 5_000): Result<readonly LigneLue[], Refus> => {
  const lu = lireXml(texte.trimStart())
  if (!lu.ok) return lu
  const releves = tous(lu.value, 'BkToCstmrStmt/Stmt')
  if (lu.value.nom !== 'Document' || releves.length === 0)
    return refuser('camt', 'Ce XML n’est pas un relevé de compte (camt.053).')
  const entrees = releves
    .flatMap((r) => tous(r, 'Ntry'))
    .filter((e) => (dit(e, 'Sts/Cd') ?? dit(e, 'Sts') ?? 'BOOK') === 'BOOK')
  const etrangere = entrees.map((e) => un(e, 'Amt')?.attributs['Ccy']).find((c) => c && c !== 'EUR')
  if (etrangere)
    return refuser(
      'camt-devise',
      `Ce relevé est en ${etrangere.slice(0, 3)} : seuls les euros se lisent ici.`,
    )
  const lignes = entrees.flatMap((e) =>
    lignesDe(e).map((l) => ({
      ligne: e.ligne,
      champs: new Map([
        ['date', (dit(e, 'BookgDt/Dt') ?? dit(e, 'BookgDt/DtTm') ?? dit(e, 'ValDt/Dt') ?? '').slice(0, 10)],
        ['montant', `${dit(e, 'CdtDbtInd') === 'DBIT' ? '-' : ''}${l.montant}`],
        ['libelle', l.libelle],
      ]),
    })),
  )
  return lignes.length > max
    ? refuser('trop-long', `Un relevé compte ${max} mouvements au plus : coupez-le.`)
    : ok(lignes)
}
