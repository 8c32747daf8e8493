import { centimes, formaterMontant } from '#kernel/montant.ts'
import { Etat, Table } from '#web/components.tsx'
import { direSolde, partPrise, type Solde } from '../domain/courant.ts'

const HAUT = 44
/** De l’axe au plafond, en pour-cent de la largeur : il reste de la place pour les chiffres. */
const DEMI = 42
const nue = (c: number) => formaterMontant(centimes(c)).replace(/\s*\u20ac$/, '')
const pct = (n: number) => `${n.toFixed(2)}%`

/** À partir de quelle part prise un plafond est proche. */
const PROCHE = 80

/** Un axe : ce que l’on a donné d’un côté, ce que l’on a reçu de l’autre. Le tableau dit les mêmes chiffres. */
export const DessinDesSoldes = ({ soldes }: { soldes: readonly Solde[] }) => {
  const plafond = Math.max(...soldes.map((s) => s.plafond))
  const bas = soldes.length * HAUT
  return (
    <figure class="dessin soldes">
      <svg
        role="img"
        height={String(bas + 36)}
        aria-label={`Soldes du compte courant : ${soldes.map((s) => `${s.nom} ${direSolde(s.donne - s.recu)}`).join(', ')}.`}
      >
        {soldes.map((s, i) => {
          const solde = s.donne - s.recu
          const y = i * HAUT
          const large = (Math.abs(solde) * DEMI) / plafond
          const borne = (s.plafond * DEMI) / plafond
          return (
            <>
              <text class="nom" x="0" y={String(y + 16)}>
                {s.nom}
              </text>
              <text class="v" x="100%" y={String(y + 16)} text-anchor="end">
                {direSolde(solde)}
              </text>
              <rect
                class={
                  solde >= 0 ? 'plein' : partPrise(solde, s.plafond) >= PROCHE ? 'recu-b pres' : 'recu-b'
                }
                x={pct(solde >= 0 ? 50 : 50 - large)}
                y={String(y + 23)}
                width={pct(large)}
                height="12"
              />
              {[50 - borne, 50 + borne].map((x) => (
                <line class="plafond" x1={pct(x)} x2={pct(x)} y1={String(y + 19)} y2={String(y + 39)} />
              ))}
            </>
          )
        })}
        <line class="axe" x1="50%" x2="50%" y1="0" y2={String(bas + 4)} />
        <text x="8%" y={String(bas + 24)} text-anchor="middle">
          −{nue(plafond)}
        </text>
        <text class="fort" x="50%" y={String(bas + 24)} text-anchor="middle">
          0
        </text>
        <text x="92%" y={String(bas + 24)} text-anchor="middle">
          +{nue(plafond)}
        </text>
      </svg>
      <figcaption class="legende">
        <span>
          <i class="dj plein-d" />a plus donné que reçu
        </span>{' '}
        <span>
          <i class="dj recu-d" />a plus reçu que donné
        </span>{' '}
        <span>
          <i class="tic" />
          plafond
        </span>
      </figcaption>
    </figure>
  )
}

export const TableDesSoldes = ({ soldes }: { soldes: readonly Solde[] }) => {
  const total = soldes.reduce((t, s) => t + s.donne, 0)
  return (
    <Table
      legende="Donné, reçu et solde de chaque coopérative, en euros"
      classe="soldes-t"
      lignes={soldes}
      colonnes={[
        { titre: 'Coopérative', entete: true, cell: (s) => s.nom },
        { titre: 'Donné', nombre: true, cell: (s) => nue(s.donne) },
        { titre: 'Reçu', nombre: true, cell: (s) => nue(s.recu) },
        { titre: 'Solde', nombre: true, cell: (s) => direSolde(s.donne - s.recu) },
        {
          titre: 'Plafond',
          cell: (s) => {
            const part = partPrise(s.donne - s.recu, s.plafond)
            return <Etat etat={part >= PROCHE ? 'partiel' : 'prouve'} mot={`${part} % pris`} />
          },
        },
      ]}
      pied={['Le pôle', nue(total), nue(soldes.reduce((t, s) => t + s.recu, 0)), direSolde(0), '']}
    />
  )
}
