import { formaterDate } from '#kernel/dates.ts'
import { jourLocal, ZONE_PAR_DEFAUT } from '#kernel/zones.ts'
import type { CodeEtat } from '#web/components.tsx'
import { Etat, Table } from '#web/components.tsx'
import type { Livrable, Relecture, VersionDeLivrable } from '../db/travaux.ts'
import { type EtatLivrable, etatDuLivrable, licences } from '../domain/livrable.ts'
import type { Regard } from '../lecture/regard.ts'
import { livrableUrl } from '../liens.ts'

export const etatsLivrable = {
  'a-relire': { etat: 'a-juger', mot: 'à relire' },
  'a-reprendre': { etat: 'partiel', mot: 'à reprendre' },
  relu: { etat: 'prouve', mot: 'relu' },
  perime: { etat: 'manquant', mot: 'périmé' },
} as const satisfies Record<EtatLivrable, { etat: CodeEtat; mot: string }>

/** Un livrable, sa dernière version, et les relectures de celle-ci. */
export type LivrableVu = {
  readonly l: Livrable
  readonly v: VersionDeLivrable | undefined
  readonly relectures: readonly Relecture[]
  readonly etat: EtatLivrable
}

export const enLivrablesVus = (
  livrables: readonly Livrable[],
  versions: readonly VersionDeLivrable[],
  relectures: readonly Relecture[],
  maintenant: Date,
): LivrableVu[] =>
  livrables.map((l) => {
    const v = versions.find((x) => x.livrable === l.id)
    const siennes = relectures.filter((r) => r.livrable === l.id && r.version === v?.version)
    return {
      l,
      v,
      relectures: siennes,
      etat: etatDuLivrable(
        { valableAu: v?.valableAu ?? null },
        siennes.map((r) => r.avis),
        jourLocal(maintenant, ZONE_PAR_DEFAUT),
      ),
    }
  })

export const titresCsvLivrables = [
  'Livrable',
  'Version',
  'Daté du',
  'Valable jusqu’au',
  'Licence',
  'État',
  'Relu par',
]
export const ligneCsvLivrable = ({ l, v, relectures, etat }: LivrableVu) => [
  l.titre,
  v?.version,
  v?.dateLe,
  v?.valableAu,
  v ? licences[v.licence].nom : '',
  etatsLivrable[etat].mot,
  relectures.map((r) => r.par).join(', '),
]

export const TableLivrables = ({ r, lignes }: { r: Regard; lignes: readonly LivrableVu[] }) => (
  <Table
    legende="Livrables"
    lignes={lignes}
    colonnes={[
      {
        titre: 'Livrable',
        entete: true,
        cell: ({ l }) => <a href={livrableUrl({ pole: r.pole.id, livrable: l.id })}>{l.titre}</a>,
      },
      { titre: 'Version', cell: ({ v }) => (v ? `${v.version}, du ${formaterDate(v.dateLe)}` : 'aucune') },
      { titre: 'Licence', cell: ({ v }) => (v ? licences[v.licence].nom : '') },
      {
        titre: 'État',
        cell: ({ etat, relectures }) => (
          <>
            <Etat {...etatsLivrable[etat]} />
            {relectures.length > 0 ? <small> par {relectures.map((x) => x.par).join(', ')}</small> : null}
          </>
        ),
      },
    ]}
  />
)
