/** The part of @lhncbc/ucum-lhc, which ships no types, that the oracle uses. */
declare module '@lhncbc/ucum-lhc' {
  interface LhcUnit {
    csCode_: string;
    magnitude_: number;
    dim_: { dimVec_: number[] | null } | null;
    isSpecial_: boolean;
    isArbitrary_: boolean;
  }
  interface LhcUtils {
    getSpecifiedUnit(
      code: string,
      purpose: 'validate',
    ): { unit: LhcUnit | null; retMsg: string[]; origString: string };
    convertUnitTo(from: string, value: number, to: string): { status: string; toVal: number | null };
  }
  const library: {
    UcumLhcUtils: { getInstance(): LhcUtils };
    UnitTables: { getInstance(): { allUnitsByDef(): LhcUnit[] } };
  };
  export default library;
}
