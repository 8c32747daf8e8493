/** La vie d’une facture : par où elle part, ce qui en est dit, qui doit agir, et comment réparer. */
import { z } from 'zod'
import { type DateCivile, formaterDate } from '#kernel/dates.ts'
import { type Refus, refuser } from '#kernel/refus.ts'
import { ok, type Result } from '#kernel/result.ts'
import { instantDe, jourLocal, type Zone } from '#kernel/zones.ts'
import {
  type Envoi,
  lireOrganisme,
  pageEtGestes,
  petitGeste,
  peutSuivre,
  peutVisiteur,
} from '#modules/organisme/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import { Button, ButtonLink, Definitions, Etat, Form, Page, Section } from '#web/components.tsx'
import type { Visiteur } from '#web/env.ts'
import { emptyForm, type FormOf, type FormState } from '#web/form.ts'
import { lireChorus } from '../db/chorus.ts'
import { type DepotId, depotsDe, facturesQuiPartent, statutsDe } from '../db/cycle.ts'
import type { FactureLue } from '../db/factures.queries.ts'
import { lirePlateforme } from '../db/plateforme.ts'
import { etatDElectronique } from '../domain/cycle/etat.ts'
import { type CodeStatut, motQuiAgit, motVoie, type Voie } from '../domain/cycle/statuts.ts'
import { arreterLeDepot, deposerFacture, direStatut, seTranche, trancherDepot } from '../gestes/deposer.ts'
import { citesPourChorus, voieDeFacture } from '../lecture/voie.ts'
import { arreterDepotUrl, electroniquesUrl, facturePdfUrl, factureUrl, vieFactureUrl } from '../liens.ts'
import { factureLisible, path } from './commun.ts'
import {
  Fil,
  fieldsDepot,
  fieldsStatut,
  fieldsTrancher,
  Noter,
  Partir,
  Trancher,
  type VieLue,
} from './vie-facture.vue.tsx'

/** Un jour dit sans heure vaut son midi ; aujourd’hui, l’instant même. */
const leJourMeme = (jour: DateCivile, zone: Zone, maintenant: Date): Date =>
  jour === jourLocal(maintenant, zone) ? maintenant : instantDe(jour, 12 * 60, zone).instant

const VieDeFacture = ({
  v,
  depot,
  statut,
  trancher,
  alerte,
}: {
  v: VieLue
  depot: FormOf<typeof fieldsDepot>
  statut: FormOf<typeof fieldsStatut>
  trancher: FormOf<typeof fieldsTrancher>
  alerte: FormState['alert']
}) => {
  const ouvert = v.depots.find((d) => d.closLe === null)
  const aRefaire = v.statuts.some((s) => [210, 213].includes(s.code))
  return (
    <Page
      title="Vie électronique"
      heading={`La vie de ${v.f.numero}`}
      lede={v.f.payeur}
      path={[
        ...path,
        {
          libelle: 'Factures électroniques',
          href: electroniquesUrl(),
          si: () => peutSuivre('facturation.lire', { liste: true }),
        },
        { libelle: v.f.numero, href: factureUrl({ facture: v.f.id }) },
      ]}
      alert={alerte}
    >
      <Section
        titre="Où elle en est"
        id="etat"
        outils={[
          { libelle: 'La pièce (PDF)', href: facturePdfUrl({ facture: v.f.id }) },
          { libelle: 'La facture', href: factureUrl({ facture: v.f.id }) },
        ]}
      >
        <Definitions
          lignes={[
            ['État', <Etat etat={v.etat.forme} mot={v.etat.mot} />],
            ...(v.etat.motif ? [['Motif', v.etat.motif] as const] : []),
            ['Qui agit', motQuiAgit[v.etat.quiAgit]],
            ['Ensuite', v.etat.suite],
            ['Voie', motVoie[ouvert?.voie ?? v.voie]],
          ]}
        />
        {aRefaire && v.emet && v.etat.quiAgit === 'nous' ? (
          <p>
            <ButtonLink href={`${factureUrl({ facture: v.f.id })}#avoir`} genre="main">
              Préparer l’avoir
            </ButtonLink>
          </p>
        ) : null}
        {v.f.sesAvoirs.map((a) => (
          <p>
            Avoir <a href={factureUrl({ facture: a.id })}>{a.numero}</a>, du {formaterDate(a.emiseLe)}.
          </p>
        ))}
      </Section>
      <Fil v={v} />
      {v.emet && !ouvert && v.f.piece && !aRefaire ? <Partir v={v} form={depot} /> : null}
      {v.emet && ouvert && ouvert.deposeLe === null && ouvert.essais === 0 && ouvert.flux === null ? (
        <Form form={emptyForm()} action={arreterDepotUrl({ facture: v.f.id })} classe="">
          <p>
            <Button genre="grave">Arrêter avant qu’elle parte</Button>
          </p>
        </Form>
      ) : null}
      {v.emet && ouvert && seTranche(ouvert, v.le) ? <Trancher v={v} form={trancher} /> : null}
      {v.emet && ouvert && ouvert.voie !== 'plateforme' && ouvert.deposeLe ? (
        <Noter v={v} form={statut} />
      ) : null}
    </Page>
  )
}

const lireVie = async (tx: TenantTx, f: FactureLue, visiteur: Visiteur, le: Date): Promise<VieLue> => {
  const [partie] = await facturesQuiPartent(tx, { taille: 1, facture: f.id })
  const { zone } = await lireOrganisme(tx)
  return {
    f,
    zone,
    aujourdhui: jourLocal(le, zone),
    le,
    emet: !visiteur.assistance && peutVisiteur(visiteur, 'facturation.emettre'),
    voie: await voieDeFacture(tx, f),
    plateforme: (await lirePlateforme(tx))?.nom,
    chorus: (await lireChorus(tx)) !== undefined,
    etat: etatDElectronique(
      partie ?? {
        voie: null,
        flux: null,
        empreinte: null,
        essais: null,
        deposeLe: null,
        echec: null,
        closLe: null,
        ttc: f.ttc,
        regle: f.regle,
        avoirs: f.avoirs,
        statuts: [],
      },
    ),
    depots: await depotsDe(tx, f.id),
    statuts: await statutsDe(tx, { facture: f.id }),
    cites: await citesPourChorus(tx, f),
  }
}

const vers = (f: FactureLue, fort: string, suite?: string) => ({
  vers: vieFactureUrl({ facture: f.id }),
  dit: { genre: 'fait' as const, fort, ...(suite ? { suite } : {}) },
})

export const vieFacturePage = pageEtGestes({
  lien: vieFactureUrl,
  droit: 'facturation.lire',
  lire: (tx, { facture }, { visiteur, le }) => factureLisible(tx, facture, visiteur, le),
  vue: async (tx, f, revenu, { visiteur, le }) => {
    const v = await lireVie(tx, f, visiteur, le)
    const jour = formaterDate(v.aujourdhui, 'chiffres')
    const de = (nom: string) => (revenu?.geste === nom ? revenu.form : undefined)
    return (
      <VieDeFacture
        v={v}
        depot={(de('depot') ?? emptyForm(undefined, { voie: v.voie, jour })) as FormOf<typeof fieldsDepot>}
        statut={(de('statut') ?? emptyForm(undefined, { leJour: jour })) as FormOf<typeof fieldsStatut>}
        trancher={(de('trancher') ?? emptyForm()) as FormOf<typeof fieldsTrancher>}
        alerte={revenu?.form.alert}
      />
    )
  },
  gestes: {
    depot: petitGeste({
      champs: fieldsDepot,
      droit: 'facturation.emettre',
      faire: async (
        tx,
        { lu: f, data, visiteur, le, cle }: Envoi<FactureLue, z.output<typeof fieldsDepot>>,
      ): Promise<Result<Voie, Refus>> => {
        const { zone, id: organisme } = await lireOrganisme(tx)
        const parInterface = data.voie === 'chorus' && data.parInterface
        const r = await deposerFacture(
          tx,
          f,
          {
            id: cle as DepotId,
            organisme: visiteur.organisme?.id ?? organisme,
            voie: data.voie,
            notee: !parInterface,
            reference: parInterface ? null : data.reference || null,
            deposeLe: data.jour && !parInterface ? leJourMeme(data.jour, zone, le) : null,
          },
          le,
        )
        return r.ok ? ok(data.jour && !parInterface ? 'main' : data.voie) : r
      },
      suite: (voie, f) =>
        voie !== 'main' ? vers(f, `${f.numero} part.`, 'Son statut reviendra ici.') : vers(f, 'C’est noté.'),
    }),
    arreter: petitGeste({
      champs: z.object({}),
      droit: 'facturation.emettre',
      faire: (tx, { lu: f, le }: Envoi<FactureLue, unknown>) => arreterLeDepot(tx, f, le),
      suite: (_, f) => vers(f, `${f.numero} ne part pas.`),
    }),
    trancher: petitGeste({
      champs: fieldsTrancher,
      droit: 'facturation.emettre',
      faire: async (
        tx,
        { lu: f, data, le }: Envoi<FactureLue, z.output<typeof fieldsTrancher>>,
      ): Promise<Result<undefined, Refus>> =>
        data.vu === 'presente' && data.flux === ''
          ? refuser('flux', 'Écrivez le numéro donné là-bas à cette facture.')
          : trancherDepot(
              tx,
              f,
              { flux: data.vu === 'presente' ? data.flux : null, comment: data.comment },
              le,
            ),
      suite: (_, f) => vers(f, 'C’est noté.'),
    }),
    statut: petitGeste({
      champs: fieldsStatut,
      droit: 'facturation.emettre',
      faire: async (tx, { lu: f, data, le }: Envoi<FactureLue, z.output<typeof fieldsStatut>>) => {
        const { zone } = await lireOrganisme(tx)
        return direStatut(
          tx,
          f,
          {
            code: Number(data.statut) as CodeStatut,
            le: leJourMeme(data.leJour, zone, le),
            motif: data.motif || null,
          },
          le,
        )
      },
      suite: (_, f) => vers(f, 'C’est noté.'),
    }),
  },
})
