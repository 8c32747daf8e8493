import { Hono } from 'hono'
import { z } from 'zod'
import { asId } from '#kernel/id.ts'
import { compter } from '#kernel/texte.ts'
import { exigerDroit, peutVisiteur } from '#modules/organisme/index.ts'
import { Button, Empty, Exporter, Form, Page, SelectField, Table } from '#web/components.tsx'
import { enCsv, repondreCsv } from '#web/csv.ts'
import type { Env } from '#web/env.ts'
import { choix } from '#web/fields.ts'
import { emptyForm, readForm } from '#web/form.ts'
import { notFound } from '#web/http/errors.tsx'
import { redirectWith } from '#web/http/flash.ts'
import { type Exercice, type Financeur, lignesDesFinanceurs } from '../domain/dossier.ts'
import { ecrireExercice, nomExercice } from '../domain/exercices.ts'
import { direLOrigine } from '../gestes/tenir-exercice.ts'
import { lireBilan } from '../lecture/lire-bilan.ts'
import { lireManques, type ManqueDit } from '../lecture/lire-manques.ts'
import { aAffecterUrl, affecterProduitUrl, bilansUrl, bilanUrl } from '../liens.ts'
import { surLExercice } from './commun.ts'
import { financeurs } from './dire.ts'

const codes = Object.keys(lignesDesFinanceurs) as [Financeur, ...Financeur[]]
const fields = z.object({ financeur: choix(codes) })
const options = codes.map((value) => ({
  value,
  label: `${lignesDesFinanceurs[value] === null ? 'hors cadre C' : `ligne ${lignesDesFinanceurs[value]}`} : ${financeurs[value]}`,
}))

const Affecter = ({ exercice, m }: { exercice: string; m: ManqueDit & { produit: string } }) => {
  const form = emptyForm<'financeur'>()
  return (
    <Form form={form} action={affecterProduitUrl({ exercice, produit: m.produit })} classe="champs">
      <SelectField
        form={form}
        name="financeur"
        label="D’où vient l’argent"
        options={options}
        vide="Choisir"
      />
      <p class="field">
        <Button>
          Affecter<span class="unseen"> {m.ou}</span>
        </Button>
      </p>
    </Form>
  )
}

const AAffecter = ({
  exercice,
  manques,
  etablit,
}: {
  exercice: Exercice
  manques: readonly ManqueDit[]
  etablit: boolean
}) => {
  const adresse = ecrireExercice(exercice)
  return (
    <Page
      title="À affecter"
      lede="Rien n’est deviné : ce qui n’a pas d’origine, de statut ou d’intervenant reste hors des cases, et bloque la transmission."
      path={[
        { libelle: 'BPF', href: bilansUrl() },
        { libelle: `Exercice ${nomExercice(exercice)}`, href: bilanUrl({ exercice: adresse }) },
      ]}
    >
      {manques.length === 0 ? (
        <Empty titre="Tout est affecté" gestes={<a href={bilanUrl({ exercice: adresse })}>Voir le bilan</a>}>
          Chaque produit a son origine, chaque intervenant son statut, chaque stagiaire le sien.
        </Empty>
      ) : (
        <>
          <Table
            legende="Ce qui reste à affecter"
            lignes={manques}
            colonnes={[
              { titre: 'Ce qui manque', entete: true, cell: (m) => m.phrase },
              { titre: 'Où', cell: (m) => m.ou },
              {
                titre: 'Le réparer',
                cell: (m) =>
                  m.produit !== null && etablit ? (
                    <Affecter exercice={adresse} m={{ ...m, produit: m.produit }} />
                  ) : m.href ? (
                    <a href={m.href}>
                      Ouvrir<span class="unseen"> {m.ou}</span>
                    </a>
                  ) : (
                    ''
                  ),
              },
            ]}
          />
          <p>
            {compter(manques.length, 'manque')}.{' '}
            <Exporter href={`${aAffecterUrl({ exercice: adresse })}.csv`} />
          </p>
        </>
      )}
    </Page>
  )
}

export const aAffecterPage = new Hono<Env>()
  .get(aAffecterUrl.modele, exigerDroit('bpf.lire'), (c) =>
    surLExercice(c, async (tx, visiteur, exercice) =>
      c.html(
        <AAffecter
          exercice={exercice}
          manques={await lireManques(tx, await lireBilan(tx, exercice))}
          etablit={peutVisiteur(visiteur, 'bpf.etablir')}
        />,
      ),
    ),
  )
  .get('/bpf/:exercice/a-affecter.csv', exigerDroit('bpf.lire'), (c) =>
    surLExercice(c, async (tx, _, exercice) =>
      repondreCsv(
        c,
        `a-affecter-${nomExercice(exercice)}`,
        enCsv(
          ['manque', 'ou', 'adresse'],
          (await lireManques(tx, await lireBilan(tx, exercice))).map((m) => [m.phrase, m.ou, m.href]),
        ),
      ),
    ),
  )
  .post(affecterProduitUrl.modele, exigerDroit('bpf.etablir'), async (c) => {
    const produit = asId<'Produit'>(c.req.param('produit'))
    const lu = await readForm(fields, c)
    return surLExercice(c, async (tx, _, exercice) => {
      if (!produit) return notFound(c)
      const vers = aAffecterUrl({ exercice: ecrireExercice(exercice) })
      if (!lu.ok)
        return redirectWith(c, vers, {
          genre: 'mal',
          fort: 'Rien n’a été affecté.',
          suite: 'Choisissez d’où vient l’argent.',
        })
      const fait = await direLOrigine(tx, produit, lu.data.financeur, c.get('services').clock.now())
      return fait.ok
        ? redirectWith(c, vers, {
            genre: 'fait',
            fort: 'Produit affecté.',
            suite: 'Sa ligne du cadre C le compte.',
          })
        : notFound(c)
    })
  })
