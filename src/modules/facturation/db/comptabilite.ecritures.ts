import { sql } from 'kysely'
import type { DateCivile } from '#kernel/dates.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { EcriturePassee } from '../domain/comptabilite/arreter.ts'
import type { CleDeCompte, Compte } from '../domain/comptabilite/plan.ts'
import type { ClotureId } from './comptabilite.queries.ts'

export const garderCompte = async (tx: TenantTx, cle: CleDeCompte, c: Compte, le: Date): Promise<void> => {
  await sql`insert into facturation.compte_choisi (cle, numero, libelle, choisi_le)
    values (${cle}, ${c.numero}, ${c.libelle}, ${le}::timestamptz)
    on conflict (organisme_id, cle) do update set numero = excluded.numero, libelle = excluded.libelle,
      choisi_le = excluded.choisi_le, choisi_par = excluded.choisi_par`.execute(tx)
}

/** L’arrêté et ses écritures, par mille lignes. */
export const garderCloture = async (
  tx: TenantTx,
  c: { readonly id: ClotureId; readonly au: DateCivile; readonly le: Date },
  ecritures: readonly EcriturePassee[],
): Promise<void> => {
  await sql`insert into facturation.cloture (id, au, arretee_le) values (${c.id}::uuid, ${c.au}::date, ${c.le}::timestamptz)`.execute(
    tx,
  )
  const lignes = ecritures.flatMap((e) =>
    e.lignes.map((l, rang) => ({
      activite: e.activite,
      numero: e.numero,
      rang,
      origine: e.origine,
      de: e.de,
      cle: e.cle,
      journal: e.journal,
      jour: e.jour,
      piece: e.piece,
      piece_le: e.pieceLe,
      session: e.session,
      compte: l.compte.numero,
      compte_libelle: l.compte.libelle,
      auxiliaire: l.auxiliaire?.numero ?? null,
      auxiliaire_nom: l.auxiliaire?.nom ?? null,
      libelle: l.libelle,
      debit: l.debit,
      credit: l.credit,
      validee_le: e.valideeLe,
    })),
  )
  for (let i = 0; i < lignes.length; i += 1_000)
    await sql`insert into facturation.ecriture_passee (activite_id, cloture_id, numero, rang, origine, origine_id, cle, journal, jour,
        piece, piece_le, session_id, compte, compte_libelle, auxiliaire, auxiliaire_nom, libelle, debit_centimes, credit_centimes,
        validee_le)
      select l.activite, ${c.id}::uuid, l.numero, l.rang, l.origine, l.de, l.cle, l.journal, l.jour, l.piece, l.piece_le, l.session,
        l.compte, l.compte_libelle, l.auxiliaire, l.auxiliaire_nom, l.libelle, l.debit, l.credit, l.validee_le
      from jsonb_to_recordset(${JSON.stringify(lignes.slice(i, i + 1_000))}::jsonb) as l (activite uuid, numero integer, rang smallint,
        origine text, de uuid, cle text, journal text, jour date, piece text, piece_le date, session uuid, compte text,
        compte_libelle text, auxiliaire text, auxiliaire_nom text, libelle text, debit bigint, credit bigint, validee_le date)`.execute(
      tx,
    )
}
